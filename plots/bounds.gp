# Smallest and largest base for a context by each criterion, beside the base that there is; a panel per encoding.
call scripts.'/style.gp' 'encoding criterion context_tok base_least base_most base'
exact(name) = strlen(name) > 6 && name[strlen(name) - 5:] eq '-exact'
bound(_) = filled('base_least') ? column('base_least') : filled('base_most') ? column('base_most') : NaN
found = ''; stats data using (each(strcol('encoding'), 1)) nooutput
panels = found; m = words(panels)
# First what is a bound from below, then from above. A criterion's exact form lies a hair from the printed one.
found = ''; stats data using (each(strcol('criterion'), filled('base_least') && !exact(strcol('criterion')))) nooutput
below = words(found)
stats data using (each(strcol('criterion'), filled('base_most') && !exact(strcol('criterion')))) nooutput
criteria = found; n = words(criteria)
if (n == 0) { exit error csv.' has no base' }
entries = criteria.' "base of the encoding"'
stats data using (column('context_tok')) name 'context' nooutput
only(k, j) = strcol('criterion') eq word(criteria, k) && strcol('encoding') eq word(panels, j) ? column('context_tok') : NaN
sign(k) = shape[style(k)] - (k > 8 ? 1 : 0)

eval canvas(130 + m * 520 + legend_height(entries))
set multiplot
eval heading('Which base a context asks for, by criterion', 'Thick: the smallest base that will do. Thin: the largest. Where the dashed line, the base of the encoding, lies'."\n".'above a thick line, or below a thin one, the criterion holds.')
set logscale xy
set format y powers
set xrange [context_min:context_max == context_min ? 2 * context_min : context_max]
set xtics (1024) # the contexts themselves
do for [i = 0:40:2] { set xtics add (sprintf(i < 10 ? '%.0f' : i < 20 ? '%.0fk' : '%.0fM', 2.0**(i < 10 ? i : i < 20 ? i - 10 : i - 20)) 2.0**i) }
eval legend(120 + m * 520, entries)
do for [j = 1:m] {
    y0 = 122 + 520 * (j - 1)
    eval panel(95, 880, y0, y0 + 410, 'context / tokens', 'base')
    set title word(panels, j) noenhanced font ',15' offset 0,-0.4
    plot for [k = 1:n] data using (only(k, j)):(bound(0)) with linespoints linestyle style(k) linewidth (k > below ? 1 : 2) pointtype sign(k) notitle, \
         data using (strcol('encoding') eq word(panels, j) && filled('base') ? column('context_tok') : NaN):(column('base')) with lines linestyle 101 notitle, \
         for [k = 1:n] keyentry with linespoints linestyle style(k) linewidth (k > below ? 1 : 2) pointtype sign(k) title word(criteria, k), \
         keyentry with lines linestyle 101 title word(entries, n + 1)
    eval plain
}
unset multiplot
