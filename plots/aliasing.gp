# Alias pairs against context per format, one panel per encoding and query-key model; the law where the table has it.
needs = 'encoding qk context_tok dtype alias_pairs alias_pairs_lo alias_pairs_hi'
takes = 'alias_pairs_law'
over = 'context_tok'
call scripts.'/style.gp'
found = ''; stats data using (each(strcol('dtype'), column('alias_pairs') > 0)) nooutput # those with something to show
formats = found; n = words(formats)
if (n == 0) { exit error csv.' has no alias pair' }
found = ''; stats data using (each(series(0), 1)) nooutput
panels = found; m = words(panels)
law = strstrt("\t".columns."\t", "\talias_pairs_law\t") > 0
stats data using (column('context_tok')) name 'context' nooutput
stats data using (column('alias_pairs') > 0 ? log10(column('alias_pairs')) : NaN) name 'pairs' nooutput
# Formats of one context stand side by side: an upper limit reaches far above the mean, over the points of other formats.
aside(k) = 1.07**(k - 0.5 * (n + 1))
only(k, j) = strcol('dtype') eq word(formats, k) && series(0) eq word(panels, j) && column('alias_pairs') > 0 ? column('context_tok') : NaN
least(_) = column('alias_pairs_lo') > 0 ? column('alias_pairs_lo') : column('alias_pairs')
law_lines = law ? "for [k = 1:n] data using (only(k, j)):(column('alias_pairs_law')) with lines linestyle 102 notitle, ".\
    "keyentry with lines linestyle 102 title 'law', " : ""
# With more than five entries formats have labels at the ends of their lines.
list = formats.' "all pairs, M(M - 1)/2"'.(law ? ' "law"' : '')
ended = direct(list)
eval heading('Pairs of distances with the same rounded score', \
    'Means with 95 % limits, which hold whatever the law of a draw: the upper allow for draws too rare to be seen. A format without a pair has no point. Points of a context stand side by side.'.(ended ? ' Dashed: all pairs, M(M - 1)/2.'.(law ? ' Dotted: the law.' : '') : ''))
eval canvas(top + m * 380 + (ended ? 0 : legend_height(list)))
set multiplot
set logscale xy
set format x powers
set format y powers
set xrange [context_min / 1.3:context_max * 1.3]
eval from_to(10**floor(pairs_min), context_max**2)
y_log = 1
if (ended) { unset key } else { eval legend(top + m * 380, list) }
do for [j = 1:m] {
    y0 = top + 26 + 380 * (j - 1)
    eval panel(left, right - (ended ? 30 + 7.8 * longest(formats) : 0), y0, y0 + 290, 'context M / tokens', 'alias pairs')
    set title m == 1 ? '' : word(panels, j) noenhanced font ',15' offset 0,-0.5
    if (ended) {
        @clear_ends
        stats data using (series(0) eq word(panels, j) && column('alias_pairs') > 0 ? end(place(formats, strcol('dtype')), column('context_tok'), column('alias_pairs')) : 0) nooutput
        ends = formats
        call scripts.'/ends.gp'
    }
    plot 0.5 * x * (x - 1) linestyle 101 notitle, \
         for [k = 1:n] data using (only(k, j) * aside(k)):(least(0)):(0):(column('alias_pairs_hi') - least(0)) \
             with vectors nohead linestyle style(k) dashtype solid linewidth 1 notitle, \
         for [k = 1:n] data using (only(k, j) * aside(k)):(column('alias_pairs')) with linespoints linestyle style(k) pointsize 0.9 notitle, \
         @law_lines \
         for [k = 1:n] keyentry with linespoints linestyle style(k) pointsize 0.9 title word(formats, k), \
         keyentry with lines linestyle 101 title 'all pairs, M(M - 1)/2'
    eval plain
    eval no_ends
}
unset multiplot
