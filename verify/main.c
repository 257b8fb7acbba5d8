/* posbias-verify: the words of its command line, and the streams and the status it ends with. */
#include <errno.h>
#include <omp.h>
#include <stdio.h>
#include <string.h>

#include "verify/arb.h"
#include "verify/format.h"
#include "verify/numbers.h"
#include "verify/verify.h"

/* What the words of a command line ask for. */
struct request {
    const char *file;
    int threads; /* 0: as many as there are */
    bool help;
};

static void help_print(void)
{
    printf("posbias verify FILE [--threads N]: re-checks a certificate of the base table, line by "
           "line, in Arb's balls.\n"
           "\n"
           "B_r(b) = sum_{n<h} cos(r b^(-n/h)), h = D/2. Base b passes at a context if B_r(b) >= 0 "
           "for all distances r under it.\n"
           "It is a program that shares no code with the search that writes certificates; "
           "verify/README.md states their format\n"
           "(version %d) and what each line proves.\n"
           "\n"
           "  fail BASE DISTANCE MARGIN    B_DISTANCE(BASE) <= -MARGIN, so no base from BASE up to "
           "a frontier passes; a chain from 1\n"
           "  row CONTEXT LO HI            no base under LO passes; HI passes; HI/LO - 1 <= 1e-9\n"
           "  window CONTEXT FROM TO ...   every base from HI to TO passes, one within 1e-9 of TO "
           "does not\n"
           "  safe CONTEXT SAFE ...        SAFE passes, a base within 1e-9 under it does not; that "
           "all above SAFE pass is NOT checked\n"
           "\n"
           "Exit status: 0 every line proves, 1 it does not prove, 2 it is not a certificate, 3 "
           "something broke.\n",
           FORMAT_VERSION);
}

/* The value of --threads. Returns: false with what is wrong in why. */
static bool threads_take(struct request *r, const char *value, char why[WHY_SIZE])
{
    static const struct field threads = {"option --threads", true, 1.0, 1024.0};
    double number;
    if (r->threads > 0) {
        snprintf(why, WHY_SIZE, "option --threads is given twice");
        return false;
    }
    if (!value || !*value) {
        snprintf(why, WHY_SIZE, "option --threads: the value is missing; expected --threads=N");
        return false;
    }
    if (!number_read(value, &threads, &number, why, WHY_SIZE))
        return false;
    r->threads = (int)number;
    return true;
}

static bool file_take(struct request *r, const char *word, char why[WHY_SIZE])
{
    if (r->file)
        snprintf(why, WHY_SIZE, "unexpected word \"%.100s\"", word);
    else
        r->file = word;
    return r->file == word;
}

/* Reads the command line. Returns: false with what is wrong in why. */
static bool request_read(struct request *r, char **words, char why[WHY_SIZE])
{
    static const char threads[] = "--threads";
    size_t length = sizeof threads - 1;
    bool options = true, fine = true;
    *r = (struct request){0};
    for (; *words && fine; words++) {
        const char *word = *words;
        if (!options || word[0] != '-' || word[1] == '\0') {
            fine = file_take(r, word, why);
        } else if (strcmp(word, "--") == 0) {
            options = false;
        } else if (strcmp(word, "--help") == 0) {
            r->help = true;
        } else if (strncmp(word, threads, length) == 0 && word[length] == '=') {
            fine = threads_take(r, word + length + 1, why);
        } else if (strcmp(word, threads) == 0) {
            fine = threads_take(r, words[1], why);
            words += words[1] != NULL;
        } else {
            snprintf(why, WHY_SIZE, "unknown option \"%.100s\"; expected --threads=N or --help",
                     word);
            fine = false;
        }
    }
    if (fine && !r->help && !r->file) {
        snprintf(why, WHY_SIZE, "verify: the file is missing; expected posbias verify FILE");
        fine = false;
    }
    return fine;
}

/* Control characters become question marks: what is said stays one line. */
static void plain_text(char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            *text = '?';
}

/* One line on stderr. */
static enum verification refuse(enum verification status, char *why)
{
    plain_text(why);
    fprintf(stderr, "posbias: %s\n", why);
    return status;
}

/* Balls keep memory for each thread. */
static void memory_return(void)
{
#pragma omp parallel
    flint_cleanup();
}

static enum verification file_verify(const struct request *r)
{
    char why[WHY_SIZE], name[WHY_SIZE / 2];
    snprintf(name, sizeof name, "%s", r->file);
    plain_text(name);
    FILE *in = fopen(r->file, "rb");
    if (!in) {
        snprintf(why, sizeof why, "\"%s\" cannot be read: %s", name, strerror(errno));
        return refuse(VERIFY_NO_CERTIFICATE, why);
    }
    enum verification status = verify_certificate(in, name, stdout, stderr);
    fclose(in);
    memory_return();
    return status;
}

int main(int argc, char **argv)
{
    struct request r;
    char why[WHY_SIZE];
    enum verification status = VERIFY_PROVES;
    if (!request_read(&r, argc > 0 ? argv + 1 : argv, why))
        return (int)refuse(VERIFY_NO_CERTIFICATE, why);
    if (r.threads > 0)
        omp_set_num_threads(r.threads);
    if (r.help)
        help_print();
    else
        status = file_verify(&r);
    if (status == VERIFY_PROVES && (fflush(stdout) != 0 || ferror(stdout))) {
        snprintf(why, sizeof why, "cannot write standard output: %s", strerror(errno));
        return (int)refuse(VERIFY_BROKEN, why);
    }
    return (int)status;
}
