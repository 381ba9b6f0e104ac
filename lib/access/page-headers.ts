/** The proxy writes the path a page was asked for into this request header, for the way back after signing in. */
export const path_header = 'x-truecount-path';

/** The proxy makes a nonce for each page and hands it to the page by this request header. */
export const nonce_header = 'x-nonce';
