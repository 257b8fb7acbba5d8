/* --tokens on the command line: the models that a run takes, says and refuses. */
#include <string.h>

#include "tests/tools/cli_tools.h"

static const struct cli_row rows[] = {
    {{"bias", "--scale=smoke", "--encoding=rope:dim=8", "--tokens=uniform"},
     2,
     {"--tokens", "\"rope:dim=8\" reads none", "carope, fox"}},
    {{"bias", "--scale=smoke", "--encoding=carope:dim=8", "--tokens=sphere"},
     2,
     {"--tokens", "\"carope:dim=8\"", "constant, uniform, logit"}},
    {{"bias", "--scale=smoke", "--encoding=carope:dim=8", "--tokens=uniform;logit"},
     2,
     {"--tokens", "\"uniform\" and \"logit\"", "carope=MODEL"}},
    {{"locality", "--scale=smoke", "--encoding=path:dim=8", "--tokens=path=uniform"},
     2,
     {"--tokens", "path reads a direction", "sphere"}},
    {{"consistency", "--scale=smoke", "--encoding=fox:dim=8", "--tokens=unifrom"},
     2,
     {"\"unifrom\"", "uniform"}},
    {{"consistency", "--scale=smoke", "--encoding=fox:dim=8", "--tokens=fox"},
     2,
     {"\"fox\" is an encoding", "fox=MODEL", "constant, uniform, logit"}},
    {{"consistency", "--scale=smoke", "--encoding=fox:dim=8", "--tokens=fox=lgoit"},
     2,
     {"unknown name \"lgoit\"", "constant, uniform, logit", "did you mean \"logit\""}},
    {{"diffhist", "--scale=smoke", "--encoding=carope:dim=8", "--token-models=sphere"},
     2,
     {"--token-models", "\"carope:dim=8\"", "constant, uniform, logit"}},
    {{"aliasing", "--scale=smoke", "--encoding=cope-ctx:dim=8", "--tokens=normal"},
     2,
     {"\"cope-ctx:dim=8\"", "learned", "slope="}},
    {{"bias", "--scale=smoke", "--encoding=grape-ap:dim=8,slope=1,at=100", "--distances=1,200"},
     2,
     {"\"grape-ap:dim=8,slope=1,at=100\"", "stands at 100", "at=200"}},
    {{"shift", "--scale=smoke", "--encoding=grape-ap:dim=8,slope=1"},
     2,
     {"\"grape-ap:dim=8,slope=1\"", "of which shift knows none"}},
};

TEST_EACH(model_is_refused, TOOLS_COUNT(rows)) { cli_refuses_alone(&rows[_i]); }

/* The table behind the lines that say how it was made. */
static const char *table_of(const struct cli_result *r)
{
    const char *at = r->out;
    while (*at == '#')
        at = strchr(at, '\n') + 1;
    return at;
}

/* Left out, the models are the types' own, and said: given as the run says them, they draw the
 * same. Others draw other numbers. */
TEST(a_run_says_its_models)
{
    static const char *const said[][2] = {
        {"carope:dim=8", "--tokens=carope=uniform:lo=0.3,hi=0.7"},
        {"fox:dim=8", "--tokens=fox=logit:mu=4.85,sigma=1"},
        {"path:dim=8", "--tokens=path=sphere"},
        {"selective:dim=8", "--tokens=selective=normal:mu=0,sigma=1"},
        {"cope-ctx:dim=8,slope=1", "--tokens=cope-ctx=normal:mu=0,sigma=1"},
        {"grape-ap:dim=8,slope=1", "--tokens=grape-ap=normal:mu=0,sigma=1"},
    };
    for (size_t i = 0; i < TOOLS_COUNT(said); i++) {
        char encoding[64] = "--encoding=";
        strcat(encoding, said[i][0]);
        struct cli_result left_out = CLI(NULL, "bias", "--scale=smoke", encoding, "--distances=9",
                                         "--pairs=5"),
                          given = CLI(NULL, "bias", "--scale=smoke", encoding, "--distances=9",
                                      "--pairs=5", said[i][1]);
        cli_went_well(&left_out), cli_went_well(&given);
        ck_assert_msg(strstr(left_out.out, said[i][1] + 2), "%s", left_out.out);
        ck_assert_str_eq(table_of(&left_out), table_of(&given));
        cli_free(&left_out), cli_free(&given);
    }
    struct cli_result one = CLI(NULL, "bias", "--scale=smoke", "--encoding=fox:dim=8",
                                "--distances=9", "--pairs=5", "--tokens=uniform"),
                      other = CLI(NULL, "bias", "--scale=smoke", "--encoding=fox:dim=8",
                                  "--distances=9", "--pairs=5", "--tokens=fox=logit");
    cli_went_well(&one), cli_went_well(&other);
    ck_assert(strcmp(table_of(&one), table_of(&other)) != 0);
    cli_free(&one), cli_free(&other);
}
