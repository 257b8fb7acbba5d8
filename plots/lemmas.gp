# Mean cosine and sine with their dense-bank limits and the lemmas' bounds; one column of panels per encoding.
needs = 'encoding lemma distance_tok value bound limit'
call scripts.'/style.gp'
found = ''; stats data using (each(strcol('encoding_label'), 1)) nooutput
all = found; n = words(all)
stats data using (column('distance_tok') > 0 ? column('distance_tok') : NaN) name 'far' nooutput
stats data using (column('bound')) name 'bound' nooutput
row(k, lemma) = strcol('encoding_label') eq word(all, k) && strcol('lemma') eq lemma ? column('distance_tok') : NaN
across_panels = n == 1 ? 1 : 2
rows = ceil(1.0 * n / across_panels)
block = 500.0
wide = n == 1 ? right - left : 232

eval heading("The lemmas' bounds beside true values", \
    'C is the mean cosine, S the mean sine of the frequencies; neither can pass 1/2 (dotted). Upper panels: bounds from above, on |C| and |S|. Lower panels: the bound on C from below. Black: limits of a dense bank.')
eval canvas(top + rows * block + 54)
set multiplot
set logscale x
set format x powers
set xrange [far_min / 1.5:far_max * 1.5]
set xtics 1e2
set style line 11 linecolor '#0072B2' pointtype 7 pointsize 0.45 linewidth 1
set style line 12 linecolor '#D55E00' pointtype 4 pointsize 0.45 linewidth 1 dashtype (8, 4)
do for [k = 1:n] {
    x0 = left + 274 * ((k - 1) % across_panels); y0 = top + 24 + block * ((k - 1) / across_panels)
    eval panel(x0, x0 + wide, y0, y0 + 240, '', (k - 1) % across_panels == 0 ? '|C| and |S|' : '')
    set title n == 1 ? '' : word(all, k) noenhanced font ',14' offset 0,-0.5
    set logscale y
    set format y ((k - 1) % across_panels == 0 ? powers : '')
    set yrange [1e-4:(bound_max > 10 ? 2 * bound_max : 10)]
    set ytics 1e2
    if (k == 1) {
        set key at screen across(20), down(top + 4 + rows * block) left top Left reverse vertical maxrows 2 noenhanced samplen 3 spacing 1.2 font ',14'
    } else { unset key }
    plot data using (row(k, 'LC.1-C')):(column('value')) with points linestyle 11 title 'C, value', \
         data using (row(k, 'LC.1-S')):(column('value')) with points linestyle 12 title 'S, value', \
         data using (row(k, 'LC.1-C')):(column('bound')) with lines linestyle 11 linewidth 4 title 'C, bound', \
         data using (row(k, 'LC.1-S')):(column('bound')) with lines linestyle 12 linewidth 4 title 'S, bound', \
         data using (row(k, 'LC.1-C')):(column('limit')) with lines linestyle 11 linecolor '#000000' notitle, \
         data using (row(k, 'LC.1-S')):(column('limit')) with lines linestyle 12 linecolor '#000000' notitle, \
         0.5 with lines linestyle 102 linewidth 2 notitle
    eval plain
    unset title
    eval panel(x0, x0 + wide, y0 + 276, y0 + 420, 'distance / tokens', (k - 1) % across_panels == 0 ? 'C' : '')
    unset logscale y
    set format y ((k - 1) % across_panels == 0 ? '%g' : '')
    set yrange [1.05 * bound_min:0.6]
    set ytics 0.5
    plot data using (row(k, 'LC.2')):(column('value')) with points linestyle 11, \
         data using (row(k, 'LC.2')):(column('bound')) with lines linestyle 11 linewidth 4, \
         data using (row(k, 'LC.2')):(column('limit')) with lines linestyle 11 linecolor '#000000', \
         0.5 with lines linestyle 102 linewidth 2, -0.5 with lines linestyle 102 linewidth 2
}
unset multiplot
