/* Only what gnuplot draws for our figures gets into a page: real drawings do, and each of them with
 * one fault planted does not, and the fault is named. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/report/svg_check.h"
#include "experiments/harness/report/svg_inline.h"
#include "tests/tools/cli_tools.h"

static const char *const drawings[] = {"plots/shown/locality.svg", "plots/shown/basebound.svg"};

static char *drawing(const char *path)
{
    char *text = cli_file(path);
    ck_assert_msg(text != NULL, "no %s", path);
    return text;
}

TEST_EACH(real_drawings_pass, TOOLS_COUNT(drawings))
{
    struct message error;
    char *text = drawing(drawings[_i]);
    ck_assert_msg(svg_check(text, strlen(text), &error), "%s: %s", drawings[_i], error.text);
    free(text);
}

/* The first `where` becomes `what`; the message names `named`. */
static const struct fault {
    const char *where, *what, *named;
} faults[] = {
    {"</svg>", "<script>alert(1)</script></svg>", "\"script\""},
    {"</svg>", "<SCRIPT/></svg>", "\"SCRIPT\""},
    {"</svg>", "<svg:script/></svg>", "\"svg:script\""},
    {"</svg>", "<foreignObject/></svg>", "\"foreignObject\""},
    {"</svg>", "<iframe src='x'/></svg>", "\"iframe\""},
    {"</svg>", "<image xlink:href='x.png'/></svg>", "\"image\""},
    {"</svg>", "<a xlink:href='#gpPt0'></a></svg>", "\"a\""},
    {"</svg>", "<animate attributeName='x'/></svg>", "\"animate\""},
    {"</svg>", "<set attributeName='onload'/></svg>", "\"set\""},
    {"</svg>", "<style>@import 'x'</style></svg>", "\"style\""},
    {"</svg>", "<!-- a --></svg>", "\"!--\""},
    {"</svg>", "<![CDATA[<b>]]></svg>", "\"![CDATA[\""},
    {"</svg>", "<?xml-stylesheet href='x'?></svg>", "\"?xml-stylesheet\""},
    {"</svg>", "<g></svg>", "<svg>"},
    {"</svg>", "</g></svg>", "<g>"},
    {"</svg>", "</svg><script/>", "follows"},
    {"</svg>", "</svg>x", "\"x"},
    {"</svg>", "x</svg>", "\"x\""},
    {"</svg>", "", "</svg>"},
    {"</svg>", "\x01</svg>", "text"},
    {"<svg", "<!DOCTYPE svg [<!ENTITY x 'y'>]><svg", "\"!DOCTYPE\""},
    {"<svg", "<html></html><svg", "\"html\""},
    {"<svg", "<g/><svg", "<g>"},
    {"<svg", "<svg onload='alert(1)'", "\"onload\""},
    {"<svg", "<svg\nONLOAD='alert(1)'", "\"ONLOAD\""},
    {"<svg", "<svg style='x:expression(1)'", "\"style\""},
    {"<svg", "<svg xml:base='http://x/'", "\"xml:base\""},
    {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml", "attribute xmlns "},
    {"<g id", "<g onclick='x' id", "\"onclick\""},
    {"<g id", "<g/onclick='x' id", "tag of element <g>"},
    {"<g id", "<g filter='url(#textbox)' id", "\"filter\""},
    {"<g id", "<g href='#x' id", "\"href\""},
    {"<rect x=\"0\"", "<rect fill='url(http://x)' x=\"0\"", "\"url(http://x)\""},
    {"<rect x=\"0\"", "<rect fill='url(#x)' x=\"0\"", "\"url(#x)\""},
    {"<rect x=\"0\"", "<rect x='0;y'", "attribute x "},
    {"<rect x=\"0\"", "<rect x=0", "attribute x "},
    {"xlink:href='#", "xlink:href='http://x#", "xlink:href"},
    {"xlink:href='#", "xlink:href='javascript:alert(1)//", "xlink:href"},
    {"xlink:href='#", "xlink:href=' #", "xlink:href"},
    {"xlink:href='#", "xlink:href='data:image/svg+xml,", "xlink:href"},
    {"xlink:href='#", "href='#", "\"href\""},
    {"id='gpPt0'", "id='a\">'", "attribute id "},
    {"transform=\"", "transform=\"url(x) ", "transform"},
    {" d='M", " d='url(x)M", "attribute d "},
    {"font-family=\"", "font-family=\"x;y:url(", "font-family"},
    {"</title>", "&x;</title>", "\"&x;\""},
    {"</title>", "&#60;</title>", "\"&#60;\""},
    {"</title>", "<b/></title>", "\"b\""},
    {"</title>", "\x80</title>", "\\x80, which is no text"},
    {"</title>", "\xef\xbf\xbe</title>", "\\ufffe, which is no text"},
    {"</title>", "<![CDATA[x]]></title>", "\"![CDATA[x]]\""},
    {"<defs>", "<defs", "element <defs>"},
};

static char *planted(const char *text, const struct fault *f)
{
    const char *at = strstr(text, f->where);
    char *out = malloc(strlen(text) + strlen(f->what) + 1);
    ck_assert_msg(at != NULL && out != NULL, "no %s", f->where);
    sprintf(out, "%.*s%s%s", (int)(at - text), text, f->what, at + strlen(f->where));
    return out;
}

TEST_EACH(planted_faults_are_refused_by_name, TOOLS_COUNT(faults))
{
    struct message error;
    char *text = drawing(drawings[0]), *bad = planted(text, &faults[_i]);
    ck_assert_msg(!svg_check(bad, strlen(bad), &error), "%s passes", faults[_i].what);
    ck_assert_msg(strstr(error.text, faults[_i].named) != NULL, "%s: %s does not say %s",
                  faults[_i].what, error.text, faults[_i].named);
    free(text);
    free(bad);
}

/* As gnuplot 6 draws limits of no length. */
TEST(a_dot_passes)
{
    static const struct fault dot = {"</defs>", "</defs><use xlink:href='#gpDot' x='1.5' y='2'/>",
                                     NULL};
    struct message error;
    char *text = drawing(drawings[0]), *dotted = planted(text, &dot);
    ck_assert_msg(svg_check(dotted, strlen(dotted), &error), "%s", error.text);
    free(text);
    free(dotted);
}

/* No beginning of a drawing is one, and a zero byte ends none. */
TEST(a_cut_drawing_is_refused)
{
    struct message error;
    char *text = drawing(drawings[0]);
    size_t size = strlen(text), end = (size_t)(strstr(text, "</svg>") - text) + 6;
    ck_assert(!svg_check(text, size + 1, &error));
    for (size_t cut = end - 1; cut > 0; cut -= cut > 2000 ? 997 : 1) {
        text[cut] = '\0';
        ck_assert_msg(!svg_check(text, cut, &error), "the first %zu bytes pass", cut);
    }
    free(text);
}

/* Nothing of a refused drawing is written. */
TEST(a_refused_drawing_writes_nothing)
{
    struct folder f;
    struct message error;
    char *page = NULL, *text = drawing(drawings[0]), *bad = planted(text, &faults[0]);
    size_t size = 0;
    folder_make(&f);
    const char *path = folder_write(&f, "a.svg", strlen(bad), bad);
    FILE *out = open_memstream(&page, &size);
    ck_assert(!svg_inline(out, path, "a", "label", &error));
    fclose(out);
    ck_assert_uint_eq(size, 0);
    ck_assert_msg(strstr(error.text, "a.svg") && strstr(error.text, "\"script\""), "%s",
                  error.text);
    ck_assert_uint_eq(folder_remove(&f), 1);
    free(page);
    free(text);
    free(bad);
}
