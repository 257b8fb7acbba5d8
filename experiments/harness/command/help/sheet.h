/* A page of help while it is written to standard output: for a terminal, or as a page of the manual
 * in the man macros of roff. Nothing here takes memory. */
#ifndef POSBIAS_HARNESS_COMMAND_HELP_SHEET_H
#define POSBIAS_HARNESS_COMMAND_HELP_SHEET_H

#include <stdbool.h>
#include <stddef.h>

enum sheet_style { SHEET_TEXT, SHEET_MAN };

/* Where a page stands: characters on the line, those each new one begins with, and blanks that the
 * next word will follow. */
struct sheet {
    enum sheet_style style;
    size_t at, indent, blanks;
};

/* Begins a page. In: word, what it is about, "" for the program; section of the manual; summary,
 * one line. Only the manual's has a head. */
struct sheet sheet_begin(enum sheet_style style, const char *word, int section,
                         const char *summary);

/* How a command is typed, and what it is, a sentence of the page for a terminal. */
void sheet_usage(struct sheet *sheet, const char *name, const char *words);

/* A heading of the manual's page alone. */
void sheet_section(struct sheet *sheet, const char *title);

/* A heading, with ':' behind it for a terminal. */
void sheet_heading(struct sheet *sheet, const char *title);

/* Text from where the page stands, broken at blanks; likewise with an empty line behind it. */
void sheet_text(struct sheet *sheet, const char *text);
void sheet_paragraph(struct sheet *sheet, const char *text);

/* An option's name, as it is typed, then what it means, then its end. In: metavar, in brackets if
 * it may be left out; NULL: none. */
void sheet_option(struct sheet *sheet, const char *name, const char *metavar, bool optional);
void sheet_option_end(struct sheet *sheet);

/* A name and what it is, a line each; names are filled up to that width. */
void sheet_row(struct sheet *sheet, int width, const char *name, const char *meaning);

/* Lines that stay as they are, formatted as by printf, under 4096 bytes at a time. */
void sheet_lines(struct sheet *sheet, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The manual's page that comes with a word, "" for the program's own, in a list of them. */
void sheet_reference(struct sheet *sheet, const char *word, int section, bool last);

#endif
