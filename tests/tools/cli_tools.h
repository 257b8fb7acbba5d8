/* Running the real program from a test: its bytes, its exit status, and what it leaves behind. */
#ifndef POSBIAS_TESTS_TOOLS_CLI_TOOLS_H
#define POSBIAS_TESTS_TOOLS_CLI_TOOLS_H

#include <sys/resource.h>
#include <sys/types.h>

#include "tests/tools/check_tools.h"

enum { CLI_WORDS = 10, CLI_SAYS = 3, CLI_PATIENCE = 900 };

/* How one run came out; a run over CLI_PATIENCE seconds fails the test. */
struct cli_result {
    int status; /* exit status; 128 + number after a signal, as in a shell */
    /* both streams, ending in a zero byte; err without the line that says how long it will take */
    char *out, *err;
    size_t out_size;
};

/* What is different from a plain run. */
struct cli_setting {
    const char *output; /* file that takes stdout; NULL: captured */
    rlim_t file_limit;  /* bytes a file may grow to, as on a full disk; 0: any */
};

/* Runs the program on words, NULL-terminated; '@' in a word stands for the folder (NULL: none).
 * Free with cli_free. */
struct cli_result cli_run(const struct folder *f, const struct cli_setting *setting,
                          const char *const *words);
#define CLI(f, ...) \
    cli_run(f, &(struct cli_setting){NULL, 0}, (const char *const[]){__VA_ARGS__, NULL})

/* What is started from here on has at most so many bytes of addresses; 0: any number. */
void cli_limit_memory(rlim_t bytes);

/* Puts a shim of tests/shim before the C library of what is started from here on. */
void cli_shim(const char *name);

/* Starts it without waiting, its output thrown away. */
pid_t cli_start(const struct folder *f, const char *const *words);

/* Whether a process ends within five seconds; one that nobody waits for has ended, too. */
bool cli_ends(pid_t process);

/* Runs what follows the program's name as a shell reads it. */
struct cli_result cli_shell(const char *line);
void cli_free(struct cli_result *r);

/* Asserts that a run ended with status 0 and an empty stderr. */
void cli_went_well(const struct cli_result *r);

/* A command line that must be refused: nothing on stdout, one line on stderr that says these, no
 * new file. */
struct cli_row {
    const char *words[CLI_WORDS];
    int status;
    const char *says[CLI_SAYS]; /* '@' likewise */
};
void cli_refuses(const struct folder *f, const struct cli_setting *setting,
                 const struct cli_row *row);

/* In a folder of its own, on a plain run, and nothing is left there. */
void cli_refuses_alone(const struct cli_row *row);

/* Number of entries of the folder, hidden ones included. */
size_t cli_files(const struct folder *f);

/* The bytes of a file, ending in a zero byte, to be freed; NULL if there is none. */
char *cli_file(const char *path);

/* Asserts that a file holds these bytes, up to their zero byte. */
void cli_holds(const char *path, const char *bytes);

/* Writes a .npy file of that dtype and shape with rows x rows values, cut short by the last `less`
 * bytes. */
void cli_npy(struct folder *f, const char *name, const char *dtype, const char *shape, size_t count,
             const double *values, size_t less);

/* Whether drawings can be made here; where not, a line says that the test is skipped. */
bool cli_has_gnuplot(void);

#endif
