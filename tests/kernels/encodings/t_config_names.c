/* Names from configuration files and from huggingface.co: each leads to a key, a value or a preset
 * that there is. */
#include "kernels/encodings/config_names.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "experiments/harness/draws/qk.h"
#include "kernels/counts/dtype.h"
#include "kernels/encodings/encoding.h"
#include "kernels/encodings/presets.h"
#include "tests/tools/check_tools.h"

static bool has(size_t count, const struct spec_key *keys, const char *name)
{
    for (size_t k = 0; k < count; k++)
        if (strcmp(keys[k].name, name) == 0)
            return true;
    return false;
}

/* What the refusal of the name says, in every encoding and query-key model that has the key (NULL:
 * in rope).
 * Returns: how many there are. */
static size_t refusals_say(const struct config_key *name, const char *says)
{
    const char *key = name->key ? name->key : "base";
    char text[128];
    struct message error;
    size_t seen = 0;
    for (size_t t = 0; t < encoding_type_count; t++) {
        const struct encoding_type *type = encoding_types[t];
        struct encoding *e;
        if (!has(type->key_count, type->keys, key) || has(type->key_count, type->keys, name->name))
            continue;
        snprintf(text, sizeof text, "%s:%s=1", type->name, name->name);
        ck_assert_msg(!encoding_parse(text, NULL, &e, &error), "%s was taken", text);
        ck_assert_msg(strstr(error.text, says) != NULL, "%s: %s", says, error.text);
        seen++;
    }
    for (size_t t = 0; t < qk_type_count; t++) {
        const struct qk_type *type = &qk_types[t];
        struct qk_model model;
        if (!has(type->key_count, type->keys, key) || has(type->key_count, type->keys, name->name))
            continue;
        snprintf(text, sizeof text, "%s:%s=1", type->name, name->name);
        ck_assert_msg(!qk_parse(text, &model, &error), "%s was taken", text);
        ck_assert_msg(strstr(error.text, says) != NULL, "%s: %s", says, error.text);
        seen++;
    }
    return seen;
}

TEST(every_name_of_a_configuration_gets_its_key)
{
    ck_assert_uint_gt(config_key_count, 60);
    for (size_t i = 0; i < config_key_count; i++) {
        const struct config_key *name = &config_keys[i];
        char says[256];
        snprintf(says, sizeof says, "; %s is %s%s%s%s here; keys: ", name->name,
                 name->key ? name->key : name->note, name->key && name->note ? " (" : "",
                 name->key && name->note ? name->note : "", name->key && name->note ? ")" : "");
        ck_assert_msg(refusals_say(name, says) > 0, "%s: nothing has a key %s", name->name,
                      name->key);
    }
}

/* What else people call the keys of query-key models. */
TEST(every_quantity_of_a_model_has_other_names)
{
    for (size_t t = 0; t < qk_type_count; t++)
        for (size_t k = 0; k < qk_types[t].key_count; k++) {
            size_t names = 0;
            for (size_t i = 0; i < config_key_count; i++)
                names += config_keys[i].key &&
                         strcmp(config_keys[i].key, qk_types[t].keys[k].name) == 0;
            ck_assert_msg(names > 0, "%s", qk_types[t].keys[k].name);
        }
}

TEST(a_key_is_named_only_where_there_is_one)
{
    struct encoding *e;
    struct message error;
    ck_assert(!encoding_parse("nope:rope_theta=1", NULL, &e, &error));
    ck_assert_msg(!strstr(error.text, "base"), "%s", error.text);
}

TEST(every_value_of_a_configuration_gets_its_value)
{
    for (size_t i = 0; i < config_value_count; i++) {
        const struct config_value *value = &config_values[i];
        char text[128], says[128];
        struct encoding *e;
        struct message error;
        if (strcmp(value->key, "dtype") == 0)
            continue;
        snprintf(text, sizeof text, "rope:%s=%s", value->key, value->name);
        ck_assert_msg(!encoding_parse(text, NULL, &e, &error), "%s was taken", text);
        snprintf(says, sizeof says, "; %s is ", value->name);
        ck_assert_msg(strstr(error.text, says) && strstr(error.text, value->value), "%s",
                      error.text);
        /* and what it leads to is a value of the key */
        if (strchr(value->value, '='))
            continue;
        snprintf(text, sizeof text, "rope:%s=%s", value->key, value->value);
        if (!encoding_parse(text, NULL, &e, &error))
            ck_assert_msg(!strstr(error.text, "is not accepted"), "%s", error.text);
        else
            encoding_free(e);
    }
}

TEST(every_synonym_of_a_format_is_one_in_use)
{
    size_t seen = 0;
    for (size_t i = 0; i < config_value_count; i++)
        if (strcmp(config_values[i].key, "dtype") == 0) {
            ck_assert_str_eq(config_dtype(config_values[i].name), config_values[i].value);
            size_t known = 0;
            while (known < DTYPE_COUNT && strcmp(dtypes[known].name, config_values[i].value) != 0)
                known++;
            ck_assert_msg(known < DTYPE_COUNT, "%s", config_values[i].value);
            seen++;
        }
    ck_assert_uint_gt(seen, 5);
    ck_assert_str_eq(config_dtype("bf16"), "bf16");
    ck_assert_str_eq(config_dtype("fp8"), "fp8");
}

/* With its owner, without, and shouted. */
TEST(every_model_of_the_hub_gets_its_preset)
{
    for (size_t i = 0; i < preset_count; i++) {
        const char *at = presets[i].hub;
        ck_assert_msg(*at, "%s", presets[i].name);
        for (; *at; at += strcspn(at, " "), at += *at == ' ') {
            char name[3][128], text[512], says[128];
            struct encoding *e;
            struct message error;
            snprintf(name[0], sizeof name[0], "%.*s", (int)strcspn(at, " "), at);
            ck_assert_msg(strchr(name[0], '/') != NULL, "%s", name[0]);
            snprintf(name[1], sizeof name[1], "%s", strchr(name[0], '/') + 1);
            for (size_t c = 0; c <= strlen(name[0]); c++)
                name[2][c] = (char)toupper((unsigned char)name[0][c]);
            snprintf(says, sizeof says, "model:%s", presets[i].name);
            for (size_t n = 0; n < 3; n++) {
                ck_assert_msg(strstr(preset_meant(name[n]).text, says) != NULL, "%s", name[n]);
                if (preset_find(name[n])) /* works as it is */
                    continue;
                snprintf(text, sizeof text, "model:%s", name[n]);
                ck_assert_msg(!encoding_parse(text, NULL, &e, &error), "%s was taken", text);
                ck_assert_msg(strstr(error.text, says) != NULL, "%s", error.text);
                ck_assert_msg(!encoding_parse(name[n], NULL, &e, &error), "%s was taken", name[n]);
                ck_assert_msg(strstr(error.text, says) != NULL, "%s", error.text);
            }
        }
    }
}

TEST(presets_are_found_in_any_case)
{
    for (size_t i = 0; i < preset_count; i++) {
        char text[128] = "model:";
        for (size_t c = 0; c <= strlen(presets[i].name); c++)
            text[6 + c] = (char)toupper((unsigned char)presets[i].name[c]);
        struct encoding *e = tools_encoding(text);
        ck_assert(e->context == (double)presets[i].context);
        encoding_free(e);
    }
}

/* scaling=none behind any preset leaves plain RoPE; another rule keeps what it takes. */
TEST(a_rule_replaces_that_of_a_preset)
{
    for (size_t i = 0; i < preset_count; i++) {
        char text[128];
        snprintf(text, sizeof text, "model:%s,scaling=none", presets[i].name);
        struct encoding *e = tools_encoding(text), *again = tools_encoding(e->resolved);
        ck_assert_msg(strstr(e->resolved, "scaling=none") && !strstr(e->resolved, "factor") &&
                          !strstr(e->resolved, "orig"),
                      "%s", e->resolved);
        ck_assert_str_eq(e->resolved, again->resolved);
        encoding_free(e), encoding_free(again);
    }
    static const char *const cases[][2] = {
        {"model:qwen3-8b-yarn,scaling=yarn-paper",
         "rope:base=1e6,dim=128,scaling=yarn-paper,factor=4,orig=32768"},
        {"model:gpt-oss-20b,scaling=linear", "rope:base=1.5e5,dim=64,scaling=linear,factor=32"},
        {"model:llama-3.1-8b,scaling=llama3,high=2",
         "rope:base=5e5,dim=128,scaling=llama3,factor=8,orig=8192,low=1,high=2"},
        {"model:deepseek-v3,attn=2",
         "rope:base=1e4,dim=192,rotary=64,scaling=yarn,factor=40,orig=4096,attn=2"},
    };
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct encoding *e = tools_encoding(cases[i][0]), *same = tools_encoding(cases[i][1]);
        ck_assert_str_eq(e->resolved, same->resolved);
        encoding_free(e), encoding_free(same);
    }
}
