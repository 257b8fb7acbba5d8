# A heat-table: a row per encoding, a column per criterion, a table per query-key model and context. The darker, the worse its rank.
needs = 'encoding qk context_tok criterion shade label ranks place criterion_place'
call scripts.'/style.gp'
found = ''; stats data using (each(strcol('context_tok'), 1)) nooutput
contexts = found; c_count = words(contexts)
found = ''; stats data using (each(strcol('encoding_label'), 1)) nooutput
encodings = found; n = words(encodings)
found = ''; stats data using (each(strcol('criterion'), 1)) nooutput
criteria = found; m = words(criteria)

# A criterion's name in two lines, and the groups that criteria make.
second(text) = (from = strstrt(text, '_'), from == 0 ? '' : "\n".text[from + 1:strlen(text)])
heads(name) = name eq 'horizon_tok' ? 'horizon' : name eq 'first_negative_tok' ? "first\nnegative" : (from = strstrt(name, '_'), from == 0 ? name : name[1:from - 1].second(name))
middle(a, b) = 0.5 * (place(criteria, a) + place(criteria, b))

on(j, c) = strcol('qk') eq word(qks, j) && strcol('context_tok') eq word(contexts, c)
x(j, c) = on(j, c) ? column('criterion_place') : NaN
found_rank(j, c) = filled('label') ? x(j, c) : NaN
best(j, c, yes, long) = filled('label') && (strcol('ranks') eq 'r1' || strcol('ranks')[1:3] eq 'r1-') == yes && (strlen(shown(0)) > (yes ? 4 : 5)) == long ? x(j, c) : NaN
none(j, c) = filled('label') ? NaN : x(j, c)
# Without the sign of equality, and the zero in front of a point, for which there is no room.
bare(text) = text[1:2] eq '0.' ? text[2:strlen(text)] : text[1:3] eq '-0.' ? '-'.text[3:strlen(text)] : text
shown(_) = strcol('label')[1:1] eq '=' ? bare(strcol('label')[2:strlen(strcol('label'))]) : strcol('label')
rank(_) = strcol('ranks')[2:strlen(strcol('ranks'))]

tables = words(qks) * c_count
over = tables > 1 ? 150 : 128
step = 37; table_height = n * step
eval heading('What can fail, encoding by encoding', \
    'White is best, dark worst, by rank. Below each value its rank, a range where limits overlap. Bold: may be the best. >: not found so far out. Cross: no such number.')
eval canvas(top + tables * (table_height + over) + 12)
set multiplot
unset key; unset grid; unset xtics; unset ytics; unset colorbox
set border 0
set cbrange [0:1]
set palette defined (0 '#ffffff', 0.5 '#b5cde0', 1 '#6d93b5')
set style fill solid 1.0 border linecolor '#ffffff'
set xrange [0.5:m + 0.5]
set yrange [n + 0.5:0.5]
do for [j = 1:words(qks)] { do for [c = 1:c_count] {
    k = (j - 1) * c_count + c - 1
    y0 = top + over + k * (table_height + over)
    eval panel(148, 598, y0, y0 + table_height, '', '')
    unset label 3; unset label 4
    if (tables > 1) { set label 6 sprintf('%s, context %s', word(qks, j), word(contexts, c)) at screen across(10), down(y0 - over + 14) noenhanced font ',14' }
    do for [e = 1:n] {
        said = wrap(word(encodings, e), 19)
        do for [i = 1:lines_of(said)] {
            set label 1000 + 100 * e + i line(said, i) right at graph 0, first e + (i - 0.5 * (lines_of(said) + 1)) * 12.5 / step offset -0.5, 0 font ',12' noenhanced
        }
    }
    do for [i = 1:m] { set label 10 + i heads(word(criteria, i)) at first i - 0.18 * (lines_of(heads(word(criteria, i))) - 1), graph 1 + 6.0 / table_height left rotate font ',13' noenhanced }
    set label 7 'distance bias' at first middle('aligned_mean', 'horizon_tok'), graph 1 + 100.0 / table_height center font ',14'
    set label 8 'failures' at first middle('position_inversion', 'drift'), graph 1 + 100.0 / table_height center font ',14'
    set label 9 "what there\nis to tell" at first middle('variance', 'semantic'), graph 1 + 116.0 / table_height center font ',14'
    plot data using (found_rank(j, c)):(column('place')):(0.49):(0.48):(column('shade')) with boxxyerror linecolor palette notitle, \
         data using (none(j, c)):(column('place')):(0.49):(0.48) with boxxyerror linecolor '#f1f1f1' notitle, \
         data using (none(j, c)):(column('place')) with points pointtype 2 pointsize 0.9 linecolor '#777777' notitle, \
         for [long = 0:1] data using (best(j, c, 0, long)):(column('place')):(shown(0)) with labels offset 0,0.38 font long ? ',10.5' : ',12' noenhanced notitle, \
         for [long = 0:1] data using (best(j, c, 1, long)):(column('place')):('{/:Bold '.shown(0).'}') with labels offset 0,0.38 font long ? ',10' : ',11' notitle, \
         data using (found_rank(j, c)):(column('place')):(rank(0)) with labels offset 0,-0.42 font ',12' textcolor '#333333' noenhanced notitle
    eval plain
} }
unset multiplot
