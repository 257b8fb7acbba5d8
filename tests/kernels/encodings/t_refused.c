/* Encoding strings that are refused, and the one condition each message names. */
#include <string.h>

#include "kernels/encodings/encoding.h"
#include "tests/tools/check_tools.h"

/* Every bad string is refused with a message that names the string and what is wrong with it. */
TEST(bad_strings_are_refused)
{
    static const char *const cases[][2] = {
        {"", "unknown name"},
        {"rop", "did you mean \"rope\""},
        {"Rope", "unknown name"},
        {"rope:", "nothing after"},
        {"rope:base", "not key=value"},
        {"rope:bsae=1e4", "did you mean \"base\""},
        {"rope:base=1", "over 1"},
        {"rope:base=0.5", "over 1"},
        {"rope:base=-1e4", "over 1"},
        {"rope:base=5e5x", "5e5x"},
        {"rope:base=nan", "nan"},
        {"rope:base=inf", "inf"},
        {"rope:base=1e301", "1e301"},
        {"rope:base=1e4,base=1e5", "twice"},
        {"rope:dim=0", "even whole number from 2"},
        {"rope:dim=127", "even whole number"},
        {"rope:dim=-2", "even whole number"},
        {"rope:dim=2.5", "even whole number"},
        {"rope:dim=1048578", "1048576"},
        {"rope:rotary=0", "even whole number"},
        {"rope:dim=64,rotary=66", "rotary=66 is over dim=64"},
        {"rope:dim=64,partial=p", "partial=p"},
        {"rope:dim=64,rotary=64,partial=neox", "partial=neox"},
        {"rope:unit=turns", "did you mean \"turn\""},
        {"rope:norm=l2", "sqrt, none"},
        {"rope:scaling=yaarn", "did you mean \"yarn\""},
        {"rope:factor=2", "scaling=none does not take factor; expected one of scaling=linear"},
        {"rope:alpha=2", "scaling=none does not take alpha; expected one of scaling=ntk"},
        {"rope:scaling=linear", "scaling=linear needs factor"},
        {"rope:scaling=linear,factor=0", "over 0"},
        {"rope:scaling=linear,factor=2,orig=4096", "does not take orig"},
        {"rope:scaling=ntk", "needs alpha"},
        {"rope:scaling=ntk,factor=2", "does not take factor; expected alpha"},
        {"rope:scaling=ntk,alpha=2,dim=2", "expected dim over 2"},
        {"rope:scaling=ntk,alpha=2,dim=4,rotary=2", "expected rotary over 2"},
        {"rope:scaling=dynamic,factor=2,orig=8,length=9,dim=2", "expected dim over 2"},
        {"rope:scaling=ntk,alpha=1e-9", "expected an alpha that leaves the base over 1"},
        {"rope:scaling=linear,factor=0.1", "expected a factor that leaves every pair"},
        {"rope:scaling=yarn,orig=64,factor=0.01,beta_fast=64",
         "expected a factor that leaves every"},
        {"rope:scaling=llama3,orig=64,factor=0.01,high=64", "expected a factor that leaves every"},
        {"rope:dim=4,scaling=longrope,orig=4,factor=2,ext=0.1/1", "expected divisors that leave"},
        {"rope:scaling=mrrope-uni,factor=2", "needs orig"},
        {"mrrope:factor=2", "expected rope:scaling=mrrope-uni or rope:scaling=mrrope-pro"},
        {"yarn", "unknown name \"yarn\"; expected rope:scaling=yarn or rope:scaling=yarn-paper"},
        {"model:llama3", "unknown preset \"llama3\"; expected rope:scaling=llama3"},
        {"rope:scaling=mrrope-unni", "did you mean \"mrrope-uni\""},
        {"rope:scaling=mrrope-pro,orig=64,factor=0.01", "expected a factor that leaves every"},
        {"rope:scaling=mrrope-pro,orig=64,factor=2,mscale=1",
         "does not take mscale; expected factor, orig, attn"},
        {"rope:scaling=dynamic,factor=2,orig=4096", "needs length"},
        {"rope:scaling=dynamic,factor=2,length=4096", "needs orig"},
        {"rope:scaling=yarn,factor=4", "needs orig"},
        {"rope:scaling=yarn,orig=4", "needs factor"},
        {"rope:scaling=yarn,factor=4,orig=4096,low=1", "does not take low"},
        {"rope:scaling=yarn,factor=4,orig=4096,mscale=-1", "from 0"},
        {"rope:scaling=yarn,factor=4,orig=4096,attn=1,mscale=1,mscale_all_dim=1",
         "attn and mscale both"},
        {"rope:scaling=yarn,factor=4,orig=4096,attn=1,mscale_all_dim=0",
         "attn and mscale_all_dim both"},
        {"rope:scaling=yarn-paper,factor=4,orig=4096,beta_fast=1,beta_slow=2",
         "expected beta_fast not under beta_slow"},
        {"rope:scaling=yarn,factor=4,orig=4096,truncate=no", "false, true"},
        {"rope:scaling=yarn-paper,factor=4,orig=4096,truncate=false", "does not take truncate"},
        {"rope:scaling=yarn-paper,factor=4,orig=4096,beta_fast=0.5",
         "beta_fast not under beta_slow"},
        {"rope:scaling=llama3,factor=8", "needs orig"},
        {"rope:scaling=llama3,factor=8,orig=8192,low=4.5", "expected high not under low"},
        {"rope:scaling=llama3,factor=8,orig=8192,beta_fast=4", "does not take beta_fast"},
        {"rope:scaling=longrope,factor=8,orig=8192", "needs ext"},
        {"rope:dim=8,scaling=longrope,factor=8,orig=8192,ext=1/2/3", "has 3 divisors; expected 4"},
        {"rope:dim=8,scaling=longrope,factor=8,orig=8192,ext=1/2/3/4/5",
         "has 5 divisors; expected 4"},
        {"rope:dim=8,scaling=longrope,factor=8,orig=8192,ext=1/2/3/0", "\"0\" is too small"},
        {"rope:dim=8,scaling=longrope,factor=8,orig=8192,ext=1/2/x/4", "\"x\" is not a number"},
        {"rope:dim=8,scaling=longrope,factor=8,orig=8192,ext=1/2//4", "\"\" is empty"},
        {"rope:dim=96,scaling=longrope,factor=8,orig=8192,ext=phi-3-mini-128k-lon",
         "did you mean \"phi-3-mini-128k-long\""},
        {"rope:dim=8,scaling=longrope,factor=8,orig=8192,ext=phi-3-mini-128k-long", "48 divisors"},
        {"rope:dim=8,scaling=longrope,factor=8,orig=1,ext=1/2/3/4", "orig over 1"},
        {"tapa:alpha=0", "over 0"},
        {"tapa:alpha=-0.1", "over 0"},
        {"tapa:split=0", "over 0 and under 1"},
        {"tapa:split=1", "over 0 and under 1"},
        {"tapa:split=1.5", "over 0 and under 1"},
        {"tapa:dim=128,split=0.33", "not whole"},
        {"tapa:dim=10,split=0.05", "not whole"},
        {"tapa:dim=10,split=0.999999999999", "not whole"},
        {"tapa:dim=1", "from 2"},
        {"tapa:dim=2.5", "whole number"},
        {"tapa:phase=cubic", "quadratic, linear, general"},
        {"tapa:phase=quadratc", "did you mean \"quadratic\""},
        {"tapa:m=a.npy", "m needs phase=general"},
        {"tapa:phase=linear,n=a.npy", "n needs phase=general"},
        {"tapa:phase=general,n=a.npy", "needs m"},
        {"tapa:phase=general,m=a.npy", "needs n"},
        {"tapa:phase=general,m=a,n=b,split=0.5", "does not take split"},
        {"tapa:base=1e4", "unknown key"},
        {"nope:slope=1", "unknown key"},
        {"nope:dim=3", "even"},
        {"nope:norm=yes", "sqrt, none"},
        {"alibi", "slope is missing"},
        {"alibi:slope=-1", "from 0"},
        {"alibi:slope=1,heads=8", "slope and heads both"},
        {"alibi:slope=1,head=0", "slope and head both"},
        {"alibi:heads=8", "head is missing"},
        {"alibi:head=0", "heads is missing"},
        {"alibi:heads=8,head=8", "head from 0 to 7"},
        {"alibi:heads=8,head=1.5", "whole number"},
        {"alibi:slope=1,dim=5", "even"},
        {"model", "the preset is missing"},
        {"model:", "unknown preset"},
        {"model:llama-2-7", "did you mean \"llama-2-7b\""},
        {"model:llama-2-7b,", "not key=value"},
        {"model:llama-2-7b,factor=2", "does not take factor"},
        {"model:llama-2-7b,dim=7", "even"},
        {"model:qwen3-8b-yarn,scaling=none,factor=2", "does not take factor"},
        {"model:qwen3-8b-yarn,scaling=llama3,truncate=true", "does not take truncate"},
        {"model:deepseek-v3,attn=1,mscale=2", "attn and mscale both"},
    };
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct encoding *e = (struct encoding *)1;
        struct message error = {""};
        ck_assert_msg(!encoding_parse(cases[i][0], NULL, &e, &error) && e == NULL,
                      "\"%s\" was taken", cases[i][0]);
        ck_assert_msg(strstr(error.text, cases[i][1]) != NULL, "\"%s\": %s", cases[i][0],
                      error.text);
        ck_assert_msg(strstr(error.text, "encoding \"") != NULL, "\"%s\": %s", cases[i][0],
                      error.text);
    }
    static char longest[SPEC_TEXT_MAX + 10];
    struct encoding *e;
    struct message error;
    memset(longest, 'x', sizeof longest - 1);
    for (size_t length = SPEC_TEXT_MAX + 5; length >= SPEC_TEXT_MAX - 1; length--) {
        longest[length] = '\0';
        ck_assert(!encoding_parse(longest, NULL, &e, &error));
        ck_assert((strstr(error.text, "longer than") != NULL) == (length >= SPEC_TEXT_MAX));
    }
    memcpy(longest, "model:llama-2-7b,", 17), longest[SPEC_TEXT_MAX - 2] = '\0';
    ck_assert(!encoding_parse(longest, NULL, &e, &error));
}
