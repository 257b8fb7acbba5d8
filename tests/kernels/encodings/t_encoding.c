/* Encoding strings: presets, every key, every way to be wrong, and what a string resolves to. */
#include "kernels/encodings/encoding.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "kernels/encodings/presets.h"
#include "kernels/encodings/relative/tapa.h"
#include "tests/tools/check_tools.h"

/* Every preset parses to the context it states and is what its own string is; its resolved string
 * parses to the same. */
TEST(presets_are_their_own_strings)
{
    ck_assert_uint_ge(preset_count, 20);
    for (size_t i = 0; i < preset_count; i++) {
        char text[512];
        snprintf(text, sizeof text, "model:%s", presets[i].name);
        struct encoding *e = tools_encoding(text), *plain = tools_encoding(presets[i].spec),
                        *again = tools_encoding(e->resolved);
        ck_assert_str_eq(e->text, text);
        ck_assert_str_eq(e->resolved, plain->resolved);
        ck_assert_str_eq(e->resolved, again->resolved);
        ck_assert(e->context == (double)presets[i].context && e->context > 0.0 &&
                  plain->context == 0.0);
        ck_assert(e->type == &encoding_rope && e->dim == plain->dim &&
                  encoding_schedule(e)->pairs == e->dim / 2);
        ck_assert_mem_eq(encoding_schedule(e)->turn_hi, encoding_schedule(again)->turn_hi,
                         encoding_schedule(e)->pairs * sizeof(double));
        for (size_t j = 0; j < i; j++)
            ck_assert_str_ne(presets[i].name, presets[j].name);
        ck_assert(strlen(presets[i].source) > 10);
        encoding_free(e), encoding_free(plain), encoding_free(again);
    }
}

/* Base, rotated dimensions, context and scaling of each published model, apart from the table under
 * test. */
TEST(presets_are_the_models)
{
    static const struct {
        const char *name;
        double base;
        size_t rotary;
        double context;
        enum scaling_rule scaling;
        double factor;
    } models[] = {
        {"llama-2-7b", 1e4, 128, 4096, SCALING_NONE, 1},
        {"codellama-7b", 1e6, 128, 16384, SCALING_NONE, 1},
        {"llama-3-8b", 5e5, 128, 8192, SCALING_NONE, 1},
        {"llama-3.1-8b", 5e5, 128, 131072, SCALING_LLAMA3, 8},
        {"mistral-7b-v0.1", 1e4, 128, 32768, SCALING_NONE, 1},
        {"mistral-7b-v0.3", 1e6, 128, 32768, SCALING_NONE, 1},
        {"qwen2.5-7b", 1e6, 128, 32768, SCALING_NONE, 1},
        {"qwen3-8b", 1e6, 128, 40960, SCALING_NONE, 1},
        {"deepseek-v3", 1e4, 64, 163840, SCALING_YARN, 40},
        {"kimi-k2", 5e4, 64, 131072, SCALING_YARN, 32},
        {"gpt-oss-20b", 1.5e5, 64, 131072, SCALING_YARN, 32},
        {"gemma-2-9b", 1e4, 256, 8192, SCALING_NONE, 1},
        {"gemma-3-12b-local", 1e4, 256, 131072, SCALING_NONE, 1},
        {"gemma-3-12b-global", 1e6, 256, 131072, SCALING_LINEAR, 8},
        {"phi-4", 2.5e5, 128, 16384, SCALING_NONE, 1},
        {"phi-3-mini-128k-long", 1e4, 96, 131072, SCALING_LONGROPE, 32},
        {"gpt-neox-20b", 1e4, 24, 2048, SCALING_NONE, 1},
    };
    for (size_t i = 0; i < TOOLS_COUNT(models); i++) {
        char text[64];
        snprintf(text, sizeof text, "model:%s", models[i].name);
        struct encoding *e = tools_encoding(text);
        const struct frequency_rule *r = &encoding_schedule(e)->rule;
        ck_assert_msg(r->base == models[i].base && r->rotary == models[i].rotary &&
                          e->context == models[i].context && r->scaling == models[i].scaling &&
                          r->factor == models[i].factor,
                      "%s: %s", text, e->resolved);
        ck_assert(r->unit == UNIT_RAD && r->norm == NORM_SQRT);
        encoding_free(e);
    }
}

/* Keys that override a preset. */
TEST(keys_override_a_preset)
{
    struct encoding *e = tools_encoding("model:llama-3-8b,unit=turn,norm=none,base=1e7"),
                    *plain = tools_encoding("rope:base=1e7,dim=128,unit=turn,norm=none");
    ck_assert(encoding_schedule(e)->rule.unit == UNIT_TURN &&
              encoding_schedule(e)->rule.norm == NORM_NONE &&
              encoding_schedule(e)->rule.base == 1e7);
    ck_assert_str_eq(e->resolved, plain->resolved);
    ck_assert(e->context == 8192.0);
    encoding_free(e), encoding_free(plain);
    e = tools_encoding("model:qwen3-8b-yarn,factor=2");
    ck_assert(encoding_schedule(e)->rule.factor == 2.0 &&
              encoding_schedule(e)->rule.scaling == SCALING_YARN &&
              encoding_schedule(e)->rule.orig == 32768.0);
    encoding_free(e);
}

/* Defaults and every documented key reach the rule. */
TEST(every_key_reaches_the_rule)
{
    struct encoding *e = tools_encoding("rope");
    const struct frequency_rule *r = &encoding_schedule(e)->rule;
    ck_assert(r->base == 1e4 && r->dim == 128 && r->rotary == 128 && r->unit == UNIT_RAD &&
              r->norm == NORM_SQRT && r->scaling == SCALING_NONE);
    ck_assert(encoding_bank(e)->slope == 0.0 && e->context == 0.0 && e->type->bank &&
              e->type->kind == ENCODING_GROUP && !encoding_tapa_shape(e));
    encoding_free(e);
    e = tools_encoding(
        "rope:dim=64,rotary=32,partial=p,scaling=yarn,factor=4,orig=4096,beta_fast=16,beta_slow=2,truncate=false,mscale=0.5,mscale_all_dim=0.25");
    r = &encoding_schedule(e)->rule;
    ck_assert(r->partial == PARTIAL_P && r->beta_fast == 16.0 && r->beta_slow == 2.0 &&
              !r->truncate && r->mscale == 0.5 && r->mscale_all == 0.25 && r->attn == 0.0);
    encoding_free(e);
    e = tools_encoding("rope:scaling=yarn,factor=4,orig=4096");
    r = &encoding_schedule(e)->rule;
    ck_assert(r->beta_fast == 32.0 && r->beta_slow == 1.0 && r->truncate && r->mscale == 0.0 &&
              r->partial == PARTIAL_NEOX);
    encoding_free(e);
    e = tools_encoding("rope:scaling=llama3,factor=8,orig=8192,low=2,high=16");
    ck_assert(encoding_schedule(e)->rule.low == 2.0 && encoding_schedule(e)->rule.high == 16.0);
    encoding_free(e);
    e = tools_encoding("rope:scaling=llama3,factor=8,orig=8192");
    ck_assert(encoding_schedule(e)->rule.low == 1.0 && encoding_schedule(e)->rule.high == 4.0);
    encoding_free(e);
    e = tools_encoding("rope:scaling=yarn-paper,factor=4,orig=4096,attn=1.5");
    ck_assert(encoding_schedule(e)->rule.attn == 1.5 && encoding_schedule(e)->weight[0] == 2.25);
    encoding_free(e);
    e = tools_encoding("alibi:dim=32,slope=0.25");
    ck_assert(encoding_bank(e)->slope == 0.25 && e->dim == 32 &&
              encoding_schedule(e)->rotating == 0 && encoding_schedule(e)->rule.norm == NORM_SQRT);
    encoding_free(e);
    e = tools_encoding("nope");
    ck_assert(e->dim == 128 && encoding_schedule(e)->rule.norm == NORM_SQRT &&
              encoding_schedule(e)->rotating == 0 && encoding_bank(e)->slope == 0.0);
    encoding_free(e);
    e = tools_encoding("tapa");
    ck_assert(e->dim == 128 && encoding_tapa_shape(e)->dim_amplitude == 64 &&
              encoding_tapa_shape(e)->dim_phase == 64 && encoding_tapa_shape(e)->alpha == 0.1 &&
              !encoding_tapa_shape(e)->linear && !encoding_schedule(e));
    ck_assert(e->type->kind == ENCODING_RELATIVE && !e->type->bank && !encoding_bank(e));
    encoding_free(e);
    encoding_free(NULL);
}

/* The resolved string spells out every key the encoding uses, derived defaults too, and means the
 * same. */
TEST(resolved_string_means_the_same)
{
    static const char *const cases[][2] = {
        {"rope", "rope:base=1e4,dim=128,unit=rad,norm=sqrt,scaling=none"},
        {"rope:rotary=32,dim=64",
         "rope:base=1e4,dim=64,rotary=32,partial=neox,unit=rad,norm=sqrt,scaling=none"},
        {"rope:scaling=yarn,orig=4096,factor=4",
         "rope:base=1e4,dim=128,unit=rad,norm=sqrt,scaling=yarn,factor=4,orig=4096,beta_fast=32,beta_slow=1,truncate=true"},
        {"rope:scaling=yarn-paper,orig=4096,factor=4,beta_slow=2",
         "rope:base=1e4,dim=128,unit=rad,norm=sqrt,scaling=yarn-paper,factor=4,orig=4096,beta_fast=32,beta_slow=2"},
        {"rope:scaling=llama3,orig=8192,factor=8,high=5",
         "rope:base=1e4,dim=128,unit=rad,norm=sqrt,scaling=llama3,factor=8,orig=8192,low=1,high=5"},
        {"nope", "nope:dim=128,norm=sqrt"},
        {"alibi:slope=0.5", "alibi:dim=128,slope=0.5,norm=sqrt"},
        {"tapa:dim=8", "tapa:dim=8,alpha=0.1,split=0.5,phase=quadratic,scale=1"},
        {"tapa:phase=linear,split=0.25,dim=8",
         "tapa:dim=8,alpha=0.1,split=0.25,phase=linear,scale=1"},
    };
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct encoding *e = tools_encoding(cases[i][0]), *again = tools_encoding(cases[i][1]);
        ck_assert_str_eq(e->text, cases[i][0]);
        ck_assert_str_eq(e->resolved, cases[i][1]);
        ck_assert_str_eq(again->resolved, cases[i][1]);
        encoding_free(e), encoding_free(again);
    }
}
