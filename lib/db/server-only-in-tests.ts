// Stands in for the `server-only` package under vitest, where everything runs on the server.
export {};
