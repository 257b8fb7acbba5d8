/* What a folder holds may come from anywhere: the page shows no drawing but our own, and cells as
 * text. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "experiments/harness/claims/words.h"
#include "tests/tools/cli_tools.h"

/* claims.csv, each cell that may hold any text being this one. */
static void make_claims(struct folder *f, const char *cell)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    ck_assert_ptr_nonnull(out);
    for (size_t i = 0; i < CLAIM_COLUMNS; i++)
        fprintf(out, "%s%s", i ? "," : "", claim_columns[i].name);
    putc('\n', out);
    for (size_t i = 0; i < CLAIM_COLUMNS; i++) {
        const char *value = i == CLAIM_VERDICT || i == CLAIM_EXPECTED ? "verified" : cell;
        fputs(i ? ",\"" : "\"", out);
        for (; *value; value++)
            fprintf(out, *value == '"' ? "\"\"" : "%c", *value);
        putc('"', out);
    }
    putc('\n', out);
    fclose(out);
    folder_write(f, "claims.csv", size, text);
    free(text);
}

static char *page_of(struct folder *f)
{
    char *page = cli_file(folder_file(f, "report.html"));
    ck_assert_ptr_nonnull(page);
    return page;
}

static size_t count_of(const char *text, const char *what)
{
    size_t count = 0;
    for (; (text = strstr(text, what)); text++)
        count++;
    return count;
}

/* Cells, and how the page has them. */
static const char *const cells[][2] = {
    {"<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"},
    {"a & b &amp; &#60;", "a &amp; b &amp;amp; &amp;#60;"},
    {"\" onmouseover=\"alert(1)", "&quot; onmouseover=&quot;alert(1)"},
    {"]]>--></table></style>", "]]&gt;--&gt;&lt;/table&gt;&lt;/style&gt;"},
    {"' onclick='x", "' onclick='x"},
    {"%s%n{{7*7}}${x}", "%s%n{{7*7}}${x}"},
    {"\x01\x1b[31m\x7f", "\\x01\\x1b[31m\\x7f"},
    {"a\x80\xc3\xff\xed\xa0\x80", "a\\x80\\xc3\\xff\\xed\\xa0\\x80"},
    {"\xe2\x80\xaegpj.exe\xef\xbf\xbe", "\\u202egpj.exe\\ufffe"},
};

/* The page has as many tags, quotes and entities of its own as with a plain cell. */
TEST_EACH(cells_are_text, TOOLS_COUNT(cells))
{
    static const char *const marks[] = {"<", ">", "\""};
    struct folder f;
    char *page[2];
    folder_make(&f);
    for (int i = 0; i < 2; i++) {
        make_claims(&f, i ? cells[_i][0] : "plain");
        struct cli_result r = CLI(&f, "report", "--out=@");
        cli_went_well(&r);
        cli_free(&r);
        page[i] = page_of(&f);
    }
    /* statement, source, domain, detail, quantity, relation, allowance, paper, both commands; id,
     * kind and finding twice */
    ck_assert_msg(count_of(page[1], cells[_i][1]) >= 16, "%zu of %s",
                  count_of(page[1], cells[_i][1]), cells[_i][1]);
    for (size_t i = 0; i < TOOLS_COUNT(marks); i++)
        ck_assert_msg(count_of(page[0], marks[i]) == count_of(page[1], marks[i]),
                      "%s: %zu of %s, and %zu", cells[_i][0], count_of(page[0], marks[i]), marks[i],
                      count_of(page[1], marks[i]));
    free(page[0]);
    free(page[1]);
    ck_assert_uint_eq(folder_remove(&f), 2);
}

/* The first `where` of a drawing becomes `what`: the line names it, the page does not have it. */
static const struct planted {
    const char *where, *what, *says;
} planted[] = {
    {"</svg>", "<script>planted()</script></svg>", "\"script\""},
    {"</svg>", "<SCRIPT>planted()</SCRIPT></svg>", "\"SCRIPT\""},
    {"</svg>", "<svg:script xmlns:svg='http://www.w3.org/2000/svg'>planted</svg:script></svg>",
     "\"svg:script\""},
    {"</svg>", "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>planted</x:script></svg>",
     "\"x:script\""},
    {"</svg>", "<foreignObject><body>planted</body></foreignObject></svg>", "\"foreignObject\""},
    {"</svg>", "<image xlink:href='http://planted'/></svg>", "\"image\""},
    {"</svg>", "<use xlink:href='http://planted#x'/></svg>", "xlink:href"},
    {"</svg>", "<a href='javascript:planted()'/></svg>", "\"a\""},
    {"</svg>", "<style>@import 'http://planted'</style></svg>", "\"style\""},
    {"</svg>", "<rect fill='url(http://planted)'/></svg>", "url(http://planted)"},
    {"</svg>", "<g style='background:url(http://planted)'/></svg>", "\"style\""},
    {"</svg>", "<set attributeName='onload' to='planted'/></svg>", "\"set\""},
    {"</svg>", "<![CDATA[<planted>]]></svg>", "\"![CDATA["},
    {"</svg>", "<?xml-stylesheet href='http://planted'?></svg>", "\"?xml-stylesheet\""},
    {"<svg", "<svg onload='planted()'", "\"onload\""},
    {"<svg", "<svg OnLoad='planted()'", "\"OnLoad\""},
    {"<svg", "<!DOCTYPE svg [<!ENTITY e SYSTEM 'file:///planted'>]><svg", "\"!DOCTYPE\""},
    {"<title>", "<title>&planted;", "\"&planted;\""},
    {"<?xml", "\xff\xfe<planted", "bias.svg"},
};

static void report_refuses(struct folder *f, const char *says)
{
    struct cli_result r = CLI(f, "report", "--out=@");
    ck_assert_msg(r.status == 3 && count_of(r.err, "\n") == 1 && strstr(r.err, "bias.svg") &&
                      strstr(r.err, says),
                  "status %d, %s is not named: %s", r.status, says, r.err);
    cli_free(&r);
    char *page = page_of(f);
    ck_assert_uint_eq(count_of(page, "<planted") + count_of(page, "planted()<"), 0);
    ck_assert_uint_eq(count_of(page, "<svg"), 0); /* the drawing, all of it */
    ck_assert_ptr_nonnull(strstr(page, "bias.svg is not shown: "));
    ck_assert_ptr_nonnull(strstr(page, "</html>"));
    free(page);
}

TEST_EACH(hostile_drawings_are_not_shown, TOOLS_COUNT(planted))
{
    struct folder f;
    char *drawing = cli_file("plots/shown/locality.svg"), *bad, *at;
    folder_make(&f);
    make_claims(&f, "plain");
    ck_assert_ptr_nonnull(drawing);
    folder_write(&f, "bias.svg", strlen(drawing), drawing);
    struct cli_result r = CLI(&f, "report", "--out=@");
    cli_went_well(&r); /* without the fault it is shown */
    cli_free(&r);
    char *page = page_of(&f);
    ck_assert_uint_eq(count_of(page, "<svg"), 1);
    free(page);
    ck_assert_ptr_nonnull(at = strstr(drawing, planted[_i].where));
    bad = malloc(strlen(drawing) + strlen(planted[_i].what) + 1);
    ck_assert_ptr_nonnull(bad);
    sprintf(bad, "%.*s%s%s", (int)(at - drawing), drawing, planted[_i].what,
            at + strlen(planted[_i].where));
    folder_write(&f, "bias.svg", strlen(bad), bad);
    report_refuses(&f, planted[_i].says);
    free(bad);
    free(drawing);
    ck_assert_uint_eq(folder_remove(&f), 3);
}

/* In two bytes a character, which a browser may read and a search for "<script" does not. */
TEST(wide_characters_are_not_shown)
{
    static const char ascii[] = "<svg xmlns='http://www.w3.org/2000/svg' onload='planted()'></svg>";
    char wide[2 + 2 * sizeof ascii] = "\xff\xfe";
    struct folder f;
    folder_make(&f);
    make_claims(&f, "plain");
    for (size_t i = 0; i + 1 < sizeof ascii; i++)
        wide[2 + 2 * i] = ascii[i], wide[3 + 2 * i] = '\0';
    folder_write(&f, "bias.svg", 2 * sizeof ascii, wide);
    report_refuses(&f, "bias.svg");
    ck_assert_uint_eq(folder_remove(&f), 3);
}
