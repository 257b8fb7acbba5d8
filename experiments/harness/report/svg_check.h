/* Which SVG may stand inside the page: what gnuplot's svg terminal writes for our figures. */
#ifndef POSBIAS_HARNESS_REPORT_SVG_CHECK_H
#define POSBIAS_HARNESS_REPORT_SVG_CHECK_H

#include <stddef.h>

#include "theory/ground/message.h"

/* Reads a whole drawing by an allow-list: elements that nest, each with attributes of its own whose
 * values have a shape of their own (numbers, paths, colours, names, references to an id inside),
 * and plain text. Declarations, comments, sections, instructions after the first line, entities but
 * the five of XML, and every other element, attribute and value are refused.
 * In:      text, ending in a zero byte; size, its bytes before that.
 * Returns: false with *error naming the element, attribute or text at fault. */
bool svg_check(const char *text, size_t size, struct message *error);

#endif
