/* Encodings that are listed with the reason they are not evaluated. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "kernels/encodings/encoding.h"
#include "kernels/encodings/presets.h"
#include "kernels/encodings/unevaluated.h"
#include "tests/tools/check_tools.h"

static struct message refusal(const char *text)
{
    struct encoding *encoding;
    struct message error = {""};
    ck_assert_msg(!encoding_parse(text, NULL, &encoding, &error), "%s is taken", text);
    return error;
}

/* Naming one, in any case and with any keys, gives its reason in place of a guess. */
TEST(named_ones_are_refused_with_their_reason)
{

    for (size_t i = 0; i < unevaluated_count; i++)
        for (int f = 0; f < 3; f++)
            for (int upper = 0; upper < 2; upper++) {
                char name[64], text[128], expected[512];
                snprintf(name, sizeof name, "%s", unevaluated[i].name);
                if (upper)
                    name[0] = (char)toupper((unsigned char)name[0]);
                snprintf(text, sizeof text,
                         f == 0   ? "%s"
                         : f == 1 ? "%s:dim=64"
                                  : "%s:none=1",
                         name);
                snprintf(expected, sizeof expected, "encoding \"%s\": %s is not evaluated: %s",
                         text, unevaluated[i].name, unevaluated[i].reason);
                struct message error = refusal(text);
                ck_assert_str_eq(error.text, expected);
            }
}

/* A name is listed once, has a reason of one line and a source, and stands for nothing else: an
 * encoding that gets a score leaves the list. */
TEST(rows_are_whole_and_stand_for_nothing_else)
{
    for (size_t i = 0; i < unevaluated_count; i++) {
        const struct unevaluated *u = &unevaluated[i];
        ck_assert_ptr_eq(unevaluated_find(u->name), u);
        ck_assert_msg(*u->reason && *u->source && !strchr(u->reason, '\n'), "%s", u->name);
        for (const char *c = u->name; *c; c++)
            ck_assert_msg(islower((unsigned char)*c), "%s", u->name);
        for (size_t t = 0; t < encoding_type_count; t++)
            ck_assert_str_ne(encoding_types[t]->name, u->name);
        ck_assert_ptr_null(preset_find(u->name));
    }
    ck_assert_ptr_null(unevaluated_find("seqp"));
    ck_assert_ptr_null(unevaluated_find(""));
}

/* A typo of an encoding that exists is still led to it. */
TEST(typos_are_still_led_to_what_exists)
{
    ck_assert_ptr_nonnull(strstr(refusal("ropee").text, "did you mean \"rope\""));
    ck_assert_ptr_nonnull(strstr(refusal("seqp").text, "unknown name \"seqp\""));
}
