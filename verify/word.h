/* A user's word as a message shows it. */
#ifndef POSBIAS_VERIFY_WORD_H
#define POSBIAS_VERIFY_WORD_H

/* Room for a word as it is shown. */
enum { WORD_SIZE = 112 };

/* A word, on one line and of bounded length: bytes that are no printable ASCII and no whole UTF-8
 * character as \x1b; of a word that does not fit the middle is "...".
 * Out: shown. Returns: shown. */
const char *word_shown(const char *word, char shown[WORD_SIZE]);

#endif
