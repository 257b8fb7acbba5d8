#include "experiments/audit/readings.h"

#include <stdlib.h>
#include <string.h>

#include "theory/ground/arrays.h"

static const struct reader_table *const tables[] = {
    &readers_transformers, &readers_serving, &readers_gguf, &readers_local, &readers_builders,
};

/* What a reader makes of a kind of layer, all that it does otherwise taken together. */
static enum outcome read_all(const struct reader *reader, const struct subject *subject,
                             struct meaning *meaning, struct reading *out)
{
    for (size_t i = 0; i < reader->rule_count; i++) {
        const struct reading_rule *rule = &reader->rules[i];
        size_t said = strlen(out->takes.text);
        enum outcome outcome = rule->read(subject, meaning, &out->takes);
        if (strlen(out->takes.text) > said && !strstr(out->keys.text, rule->key))
            message_add(&out->keys, "%s%s", out->keys.text[0] ? ", " : "", rule->key);
        if (outcome != READ_ON)
            return outcome;
    }
    return READ_ON;
}

/* Adds a reading if it is one. */
static enum status add(struct readings *readings, const struct reading *reading)
{
    if (readings->count == readings->room) {
        size_t room = 2 * readings->room + 8;
        struct reading *list = realloc(readings->list, room * sizeof *list);
        if (!list)
            return STATUS_MEMORY;
        readings->list = list;
        readings->room = room;
    }
    readings->list[readings->count++] = *reading;
    return STATUS_OK;
}

static enum status read_one(struct readings *readings, const struct reader *reader,
                            const struct subject *subject, struct bench *bench)
{
    const struct meaning reference = meaning_of(subject->kind);
    struct meaning meaning = reference;
    struct reading reading = {.reader = reader, .kind = subject->kind};
    enum outcome outcome = read_all(reader, subject, &meaning, &reading);
    enum status status = outcome == READ_MEMORY ? STATUS_MEMORY : STATUS_OK;
    bool differs = outcome == READ_REFUSES;
    if (outcome == READ_ON && meaning_changed(&reference, &meaning)) {
        status = bench_compare(bench, &meaning, &reading.difference);
        if (status == STATUS_DOMAIN) { /* it has numbers that no table can be made of */
            message_add(&reading.takes, "; no frequencies can be made of that");
            status = STATUS_OK;
            differs = true;
        } else if (status == STATUS_OK && !reading.difference.same) {
            reading.encoding = meaning_text(&meaning);
            status = reading.encoding ? STATUS_OK : STATUS_MEMORY;
            differs = true;
        }
    }
    if (status == STATUS_OK && differs)
        status = add(readings, &reading);
    if (status != STATUS_OK)
        free(reading.encoding);
    meaning_free(&meaning);
    return status;
}

enum status readings_add(struct readings *readings, const struct subject *subject,
                         struct bench *bench)
{
    static const struct reader_table *const of_gguf[] = {&readers_of_gguf};
    bool gguf = subject->config->format == CONFIG_GGUF;
    const struct reader_table *const *list = gguf ? of_gguf : tables;
    enum status status = STATUS_OK;
    for (size_t t = 0; t < (gguf ? ARRAY_COUNT(of_gguf) : ARRAY_COUNT(tables)); t++)
        for (size_t i = 0; status == STATUS_OK && i < list[t]->count; i++) {
            const struct reader *reader = &list[t]->readers[i];
            if (!reader->serves || reader->serves(subject))
                status = read_one(readings, reader, subject, bench);
        }
    return status;
}

void readings_free(struct readings *readings)
{
    for (size_t i = 0; i < readings->count; i++)
        free(readings->list[i].encoding);
    free(readings->list);
    *readings = (struct readings){0};
}
