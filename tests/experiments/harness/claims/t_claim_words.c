/* What pages say of a claim: no two read alike, and what no paper states is marked. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/claims/claim.h"
#include "tests/tools/check_tools.h"
#include "tests/tools/claim_tools.h"

/* What pages say of a claim, its statement and what tells it from others of the same words, is said
 * of no other; and each part of it is a part of its domain. */
TEST(no_two_claims_read_alike)
{
    const struct claim *all[256];
    struct message(*text)[2] = calloc(256, sizeof *text);
    size_t count = claim_every(all), told = 0;
    ck_assert_ptr_nonnull(text);
    for (size_t i = 0; i < count; i++) {
        struct message domain = claim_domain(all[i]);
        text[i][0] = claim_statement(all[i]);
        text[i][1] = claim_variant(all[i], count, all);
        for (char *part = text[i][1].text, *end; *part; part = end) {
            size_t length = (end = strstr(part, "; ")) ? (size_t)(end - part) : strlen(part);
            char words[MESSAGE_SIZE];
            snprintf(words, sizeof words, "%.*s", (int)length, part);
            ck_assert_msg(strstr(domain.text, words) != NULL, "%s: \"%s\" is not in its domain",
                          all[i]->id, words);
            end = end ? end + 2 : part + length;
            told++;
        }
    }
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i; k++)
            ck_assert_msg(strcmp(text[i][0].text, text[k][0].text) != 0 ||
                              strcmp(text[i][1].text, text[k][1].text) != 0,
                          "%s and %s read alike: %s", all[i]->id, all[k]->id, text[i][0].text);
    ck_assert_uint_ge(told, 100);
    free(text);
}

/* A statement that rests on a derivation alone, or that its paper denies or does not make, is
 * marked as asked here: its source begins so. */
TEST(what_no_paper_states_is_marked_as_asked)
{
    static const char *const not_stated[] = {"says that it is false", "says that they do not",
                                             "say nothing", "no paper", "says only"};
    const struct claim *all[256];
    size_t count = claim_every(all), asked = 0;
    for (size_t i = 0; i < count; i++) {
        struct message source = claim_source(all[i]);
        bool own = strncmp(source.text, "theory/", 7) == 0 ||
                   strncmp(source.text, "kernels/", 8) == 0;
        for (size_t w = 0; w < TOOLS_COUNT(not_stated); w++)
            own = own || strstr(source.text, not_stated[w]);
        ck_assert_msg(!own || claim_is_asked(all[i]), "%s: %s", all[i]->id, source.text);
        asked += claim_is_asked(all[i]);
    }
    ck_assert_uint_ge(asked, 50);
}
