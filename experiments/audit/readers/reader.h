/* The engines that are known to read a file otherwise than the reference, as rows of tables. */
#ifndef POSBIAS_AUDIT_READERS_READER_H
#define POSBIAS_AUDIT_READERS_READER_H

#include "experiments/audit/readers/subject.h"

/* When the engines were read. */
#define READERS_DATE "2026-11-28"

/* How a reader does with one key. */
enum outcome {
    READ_ON,      /* *meaning and *words say how; untouched where nothing differs */
    READ_REFUSES, /* it does not run such a file; *words say why */
    READ_MEMORY
};

/* One thing that a reader does otherwise: the key it stands at, and the changed meaning. */
struct reading_rule {
    const char *key;
    enum outcome (*read)(const struct subject *subject, struct meaning *meaning,
                         struct message *words);
};

struct reader {
    const char *name;
    /* commit, release or thread that was read */
    const char *version;
    /* "source", "document" or "thread": what was read; a document and a thread are second-hand */
    const char *mark;
    /* whether it knows files of this model at all; NULL: every one */
    bool (*serves)(const struct subject *subject);
    size_t rule_count;
    const struct reading_rule *rules;
};

#define READER_RULES(rows) .rule_count = sizeof(rows) / sizeof *(rows), .rules = (rows)

/* The tables, one per file, that readings.c goes through. */
struct reader_table {
    size_t count;
    const struct reader *readers;
};
extern const struct reader_table readers_transformers, readers_serving, readers_gguf, readers_local,
    readers_builders;

/* Of GGUF files, against llama.cpp's meaning. */
extern const struct reader_table readers_of_gguf;

/* ---- What several readers do ---- */

/* 0.1 m ln s + 1 for s > 1, else 1. */
double reader_mscale(double factor, double m);

/* The rule's name in the file: rope_type, else type. */
const char *reader_type(const struct subject *subject);

bool reader_yarn(const struct meaning *meaning);
bool reader_longrope(const struct meaning *meaning);

/* Adds to the words, after "; " if there are some. */
void reader_say(struct message *words, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Sets the factor on cos and sin, and says which it is if it was another. */
void reader_attention(struct meaning *meaning, double factor, struct message *words);

/* yarn's ramp on whole pairs. */
enum outcome reader_rounds(const struct subject *subject, struct meaning *meaning,
                           struct message *words);

/* The factor of yarn from mscale (fallback 1) and mscale_all_dim (fallback 0) alone. */
enum outcome reader_ratio(const struct subject *subject, struct meaning *meaning,
                          struct message *words);

/* The trained length of yarn. */
void reader_orig(struct meaning *meaning, double length, struct message *words);

/* longrope: the file's other list, if the context does not choose it; and the factor on cos and sin
 * from how far one length extends the trained one, sqrt(1 + ln(M/L)/ln L). */
void reader_other_list(const struct subject *subject, struct meaning *meaning,
                       struct message *words);
double reader_root(double length, double orig);

/* The scaling rule left out. */
void reader_plain(struct meaning *meaning, struct message *words, const char *why);

/* `type` where the two names of the rule differ. */
enum outcome reader_type_wins(const struct subject *subject, struct meaning *meaning,
                              struct message *words);

/* rope_theta where it stands at top level, else 1e4. */
enum outcome reader_top_theta(const struct subject *subject, struct meaning *meaning,
                              struct message *words);

#endif
