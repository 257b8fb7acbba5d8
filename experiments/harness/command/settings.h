/* The settings that commands and experiments share: one table, read and explained in one place. */
#ifndef POSBIAS_HARNESS_COMMAND_SETTINGS_H
#define POSBIAS_HARNESS_COMMAND_SETTINGS_H

#include "experiments/harness/command/command_line.h"
#include "experiments/harness/output/scale.h"

enum setting {
    SETTING_SCALE,
    SETTING_THREADS,
    SETTING_FORMAT,
    SETTING_OUTPUT,
    SETTING_OUT,
    SETTING_FIGURE,
    SETTING_CONTEXT,
    SETTING_WEIGHTS,
    SETTING_JSON,
    SETTING_LIST,
    SETTING_REUSE,
    SETTING_YES,
    SETTING_QUIET,
    SETTING_HELP,
    SETTING_COUNT
};

/* Which of them a command takes. */
struct setting_menu {
    unsigned which;             /* 1u << SETTING_.. for each */
    const char *const *formats; /* of SETTING_FORMAT, up to a NULL; the first is the default */
    /* or: several may be named, and what is made where none is */
    const char *formats_default;
    const char *output; /* what SETTING_OUTPUT means; NULL: a result that goes on */
};

/* Their values. */
struct settings {
    enum scale scale;
    int threads;         /* 0: all cores */
    size_t format;       /* a place in the menu's formats */
    unsigned formats;    /* where several may be named: 1u << place for each; 0: none was */
    const char *output;  /* NULL: standard output, by whatever name */
    const char *folder;  /* of results */
    const char *figure;  /* of a CSV; NULL: the one that fits */
    double context;      /* tokens; 0: the file's own */
    const char *weights; /* a model's file; NULL: none */
    bool json, list, reuse, yes, quiet;
    unsigned given; /* 1u << SETTING_.. for each that was typed */
};

/* A menu as rows of a plain option table. */
struct setting_rows {
    size_t count;
    struct plain_option rows[SETTING_COUNT];
    struct message formats, formats_meaning; /* of SETTING_FORMAT */
};
void settings_rows(const struct setting_menu *menu, struct setting_rows *out);

/* What holds where nothing is typed. */
struct settings settings_default(void);

/* The setting of that name on the menu, or SETTING_COUNT. */
enum setting settings_find(const struct setting_menu *menu, const char *name);

/* Whether nothing is given that --list, which judges and writes nothing, would drop. */
bool settings_list_fits(const struct settings *settings, struct message *error);

/* Reads the value of one. Returns: false with *error set; also if it was given before. */
bool settings_read(const struct setting_menu *menu, enum setting which, const char *value,
                   struct settings *out, struct message *error);

#endif
