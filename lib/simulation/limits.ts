export const simulation_seeds_max = 50;

/** The name that a backtest has among the scenarios of a question. */
export const history_scenario = 'history';

export const history_days_max = 92;

export const history_skus_max = 20;
