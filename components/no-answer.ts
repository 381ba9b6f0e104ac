/** Nothing can have happened twice by asking again. */
export const no_answer = 'The server did not answer. Try again.';
/** It may have happened all the same. */
export const no_answer_look_again = 'The server did not answer. Look again before you repeat it.';
export const no_answer_to_save =
  'The server did not answer, so it is not certain whether this was saved. What you typed is kept.';
