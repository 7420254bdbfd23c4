# Français : les mots des graphiques et des rapports. PROJET : aucune personne ne l’a encore relu.
# (French. A draft: when somebody who speaks it has read it, empty `draft` below.)
#
# One message a line: name = text. { $name } is a place that the program fills; keep every place, in any order. Where a
# place counts something, [one], [other] and so on give the text for each plural form of your language (Fluent syntax).
# A test compares this file with en.ftl: the same messages with the same places, or the build is red.

# What marks a translation that no person has read yet; empty once one has.
draft = Traduction provisoire, non relue
language = fr
decimal-mark = ,
date = { $day ->
    [1] 1er
   *[other] { $day }
} { $month } { $year }

## Months, and months on an axis

month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre
month-short-1 = janv.
month-short-2 = févr.
month-short-3 = mars
month-short-4 = avr.
month-short-5 = mai
month-short-6 = juin
month-short-7 = juil.
month-short-8 = août
month-short-9 = sept.
month-short-10 = oct.
month-short-11 = nov.
month-short-12 = déc.

## Spans on the axis of answers

span-1 = 1 jour
span-3 = 3 jours
span-7 = 1 semaine
span-14 = 2 semaines
span-30 = 1 mois
span-91 = 3 mois
span-182 = 6 mois
span-365 = 1 an
span-1095 = 3 ans
span-3650 = 10 ans

## Charts: what they share

footer = { $scenario } · graine { $seed } · { $count ->
    [one] une réplication
   *[other] { $n } réplications
}
days = { $count ->
    [one] { $n } jour
   *[other] { $n } jours
}
years = { $count ->
    [one] { $n } an
   *[other] { $n } ans
}
illustration = Une illustration, pas une prévision.
nothing = Rien à montrer : { $why }
part-of = { $name } : { $part }
between = {" ; "}
axis-year = année
axis-date = date
axis-years = années depuis le début
axis-days = jours depuis le début
warm-up = rodage
margin = { $mean } ± { $half }
per-replication = par réplication
quantile-05 = 5 sur 100 en dessous
quantile-25 = un quart en dessous
quantile-50 = médiane
quantile-75 = un quart au-dessus
quantile-95 = 5 sur 100 au-dessus
threshold = seuil

## Chart: effectiveness

effectiveness-title = { $share } des éléments étrangers dont les affaires ont besoin arrivent à temps
effectiveness-sentence = À la fin, la moitié des réplications se situe entre { $low } et { $high }, neuf sur dix entre { $lowest5 } et { $highest95 }.
effectiveness-stays-above = La médiane reste au-dessus du seuil de { $threshold } ; son minimum est { $lowest }.
effectiveness-falls-below = La médiane est sous le seuil de { $threshold } pendant { $share } du temps ; son minimum est { $lowest }.
effectiveness-axis = efficacité du partage : éléments étrangers utiles arrivés à temps sur un an, % (éventail des réplications)
effectiveness-empty-title = Quelle part de l’information étrangère nécessaire arrive à temps
effectiveness-empty = aucun relevé n’avait assez de cas pour compter.

## Chart: survival

survival-title = La coopération tient encore après { $time } dans { $share } des réplications
survival-sentence = Elle tient tant que l’efficacité du partage n’est jamais tombée sous { $threshold }. À la fin, la bande à 95 % va de { $low } à { $high }.
survival-half = La moitié des réplications est tombée en dessous après { $time }.
survival-no-half = Plus de la moitié des réplications ne tombe jamais en dessous.
survival-axis = réplications jamais tombées sous le seuil, % (bande à 95 %)
survival-empty-title = Combien de temps la coopération tient au-dessus du seuil
survival-empty = aucune réplication n’avait assez de cas pour le dire.
at-risk = réplications encore observées

## Chart: threats

threats-title = { $share } des menaces sont déjouées
threats-reached = De ce que la coopération pourrait ajouter, { $share } est atteint.
threats-sentence = Seules, les nations en déjoueraient { $alone } ; en partageant tout aussitôt, { $best }.
threats-axis = menaces suivies jusqu’à leur terme, %
threats-empty-title = Ce que sont devenues les menaces
threats-empty = aucune menace n’est venue pendant la période observée.
all-classes = toutes les classes
disrupted = déjouées
attacked = attaque commise
alone = seules
best = au mieux
never = jamais
undefined = –

## Chart: funnel

funnel-title = Sur 100 éléments étrangers nécessaires, { $n } aident à déjouer une menace
funnel-loss = La plus grande perte est entre « { $from } » et « { $to } » : { $share } de ce qui était nécessaire.
funnel-refused = Le motif de refus le plus fréquent : { $reason } ({ $share }).
funnel-stages = éléments par réplication parvenus jusque-là, part des nécessaires
funnel-outcomes = demandes par réplication selon l’issue, part du total
funnel-reasons = demandes refusées selon le motif, part des refus
funnel-empty-title = Ce que sont devenues les demandes
funnel-empty = aucune demande n’a été faite pendant la période observée.

## Chart: answers

answers-title = La moitié a une réponse en { $fast } ({ $kind }) à { $slow } ({ $other })
answers-title-one = La moitié des demandes ({ $kind }) a une réponse en { $fast }
answers-sentence = Jours entre le dépôt et la première réponse ; les demandes restées sans réponse comptent comme censurées (Kaplan–Meier, bandes à 95 %). Répondues en 30 jours : { $shares }.
answers-axis = demandes ayant reçu une réponse, %
answers-time = temps depuis le dépôt (logarithmique)
answers-empty-title = Combien de temps on attend une réponse
answers-empty = aucune demande n’a été déposée pendant la période observée.

## Chart: nations

nations-title = { $gains } gagne le plus, { $gives } donne le plus
nations-title-one = { $gains } gagne et donne le plus
nations-title-gains = { $gains } gagne le plus
nations-title-gives = { $gives } donne le plus
nations-title-none = Ce que chaque nation gagne et ce qu’elle donne
nations-sentence = Le dommage évité est ce qu’une nation aurait subi seule, moins ce qu’elle subit ; { $losers ->
    [0] aucune des { $n } n’y perd à coup sûr
    [one] une des { $n } y perd à coup sûr
   *[other] { $losers } des { $n } y perdent à coup sûr
}. { $third ->
    [one] Celle qui donne le plus fournit
   *[other] Les { $third } qui donnent le plus fournissent
} { $share } des éléments. Traits fins : intervalles à 95 %.
nations-shown = Les { $shown } qui gagnent le plus sont montrées ; nations.csv les contient toutes.
nations-given = éléments donnés, par réplication
nations-averted = dommage évité, par réplication
nations-empty-title = Ce que chaque nation gagne et donne
nations-empty = la table des nations n’a pas de chiffres.

## Chart: backlog

backlog-title = Plus longue file : { $n } demandes attendent ({ $station }, { $nation })
backlog-station = { $station } : { $middle } dans la nation médiane et { $longest } dans la plus longue file
backlog-sentence = En attente en moyenne sur la période observée : { $stations }. Les nations non nommées sont en gris.
backlog-axis = { $station } : demandes en attente, moyenne des réplications
backlog-empty-title = Combien de demandes attendent à chaque poste
backlog-empty = la table des postes est vide.

## Chart: matrix

matrix-title-up = La confiance moyenne monte de { $before } à { $after }
matrix-title-down = La confiance moyenne baisse de { $before } à { $after }
matrix-title-same = La confiance moyenne reste à { $after }
matrix-sentence = Chaque ligne est une nation, chaque case sa confiance en une autre ; colonnes dans le même ordre, blocs ensemble. Moyennes : { $means }.
matrix-scale = confiance de la ligne en la colonne (0 : aucune, 1 : totale), moyenne des réplications
matrix-empty-title = Qui fait confiance à qui
matrix-empty = la table des paires est vide.

## Chart: network

network-title = La confiance moyenne sur les réplications { $n ->
    [one] d’une paire sur { $all }
   *[other] de { $n } paires sur { $all }
} atteint { $trust } à la fin ({ $share })
network-title-none = La confiance moyenne sur les réplications n’atteint { $trust } à la fin dans aucune paire
network-sentence = Un trait joint deux nations dont la confiance réciproque, en moyenne sur les réplications, est d’au moins { $trust }. { $between } des traits joignent des blocs différents. { $hub } a le plus de partenaires, { $n }.
network-none = Un trait joindrait deux nations dont la confiance réciproque, en moyenne sur les réplications, serait d’au moins { $trust }. Dans telle réplication des paires peuvent l’atteindre : trusting_pairs dans series.csv les compte.
network-blocs = blocs (nations)
network-more = et { $n } de plus
network-lines = traits : confiance mutuelle
network-within = dans un bloc (ici { $trust })
network-between = entre blocs (ici { $trust })
network-empty-title = Qui se fait confiance à la fin
network-empty = la table des paires n’a pas de ligne pour la fin.

## Chart: shock

shock-title = Jusqu’à { $points } points d’efficacité du partage perdus : « { $shock } »
shock-sentence = Différence moyenne entre les mêmes mondes avec et sans le choc, avec son intervalle à 95 %. La plus grande perte est un maximum : elle n’est pas nulle même sans aucun effet.
shock-axis = efficacité du partage, différence en points de pourcentage
shock-days = jours après le choc
shock-depth = plus grande perte : { $value } points (intervalle à 95 % de { $low } à { $high })
shock-recovery = moins d’un dixième du niveau manque après { $value } jours ({ $low } à { $high })
shock-no-recovery = il manque un dixième du niveau ou plus jusqu’à la fin
shock-area = en tout la perte de { $value } jours de pleine efficacité ({ $low } à { $high })
shock-area-gain = en tout le gain de { $value } jours de pleine efficacité ({ $low } à { $high })
shock-back = moins d’un dixième
shock-empty-title = Ce qu’un choc fait au partage
shock-empty = le scénario n’a pas de choc, ou le calcul a omis les mondes sans lui (--paired none).

## Names that tables use: kinds, classes, stages, outcomes, reasons, stations, moments

name-police-query = demande de police
name-intelligence = renseignement
name-evidence = preuves
name-arrest-warrant = mandat d’arrêt
name-spontaneous = offres spontanées
name-terrorism = terrorisme
name-cyberattack = cyberattaque
name-cybercrime = cybercriminalité
name-trafficking = trafic
name-wanted = nécessaire
name-sent = demandé ou offert
name-answered = répondu
name-willing = accepté
name-delivered = livré
name-in-time = à temps
name-useful = servi à déjouer
name-delivered-in-time = livrée à temps
name-delivered-late = livrée tard
name-refused = refusée
name-unanswered = sans réponse
name-no-information = aucune information
name-pending = en cours
name-legal = droit
name-privacy = vie privée
name-sovereignty = souveraineté
name-political = politique
name-trust = manque de confiance
name-reciprocity = réciprocité
name-capacity = pas de capacité
name-moot = affaire close
name-desk = bureau de renseignement
name-authority = autorité centrale
name-start = au début
name-before-shock = avant le choc
name-after-shock = après le choc
name-end = à la fin

## Measures, as a part of a sentence or a line of a table

measure-threats = menaces apparues
measure-cohort = menaces suivies jusqu’à leur terme
measure-disruption-rate = menaces déjouées
measure-disruption-rate-alone = menaces déjouées sans aucun partage
measure-disruption-rate-best = menaces déjouées si tout était partagé
measure-cooperation-efficiency = atteint de ce que la coopération pourrait ajouter
measure-attacks = menaces devenues attaques
measure-harm = dommage causé par les attaques
measure-harm-averted = dommage évité grâce au partage
measure-convictions = affaires où justice a été rendue
measure-dismantled = réseaux démantelés
measure-requests = demandes entre nations
measure-granted-share = réponses positives
measure-refused-share = réponses négatives
measure-refused-legal = refus faute de base légale
measure-refused-privacy = refus pour la vie privée
measure-refused-sovereignty = refus pour la souveraineté
measure-refused-political = refus politiques
measure-refused-trust = refus faute de confiance
measure-refused-reciprocity = refus faute de réciprocité
measure-unanswered-share = demandes restées sans réponse à temps
measure-in-time-share = réponses arrivées à temps
measure-answer-days-p50 = jours jusqu’à la moitié des réponses
measure-answer-days-p90 = jours jusqu’à neuf réponses sur dix
measure-wait-days-desk = jours d’attente aux bureaux de renseignement
measure-wait-days-authority = jours d’attente aux autorités centrales
measure-backlog-mean = demandes en attente
measure-utilization-desk = charge des bureaux de renseignement
measure-utilization-authority = charge des autorités centrales
measure-leaks = fuites
measure-misuses = usages abusifs de ce qui fut partagé
measure-privacy-harm = atteinte à la vie privée
measure-exposure = exposition de données personnelles
measure-mean-trust = confiance entre deux nations
measure-trust-within-blocs = confiance au sein des blocs
measure-trust-between-blocs = confiance entre blocs
measure-trust-gini = inégalité de la confiance (Gini)
measure-legal-compatibility = compatibilité juridique
measure-treaty-coverage = paires liées par un traité
measure-implemented-coverage = mise en œuvre des traités entre deux nations
measure-trusting-pairs = paires qui se font confiance
measure-largest-trusting-component = nations dans le plus grand cercle de confiance
measure-hub-dependence = envois par le canal le plus chargé
measure-sharing-effectiveness = éléments étrangers nécessaires arrivés à temps
measure-accessions = ratifications
measure-exits = sorties d’organisations et de traités
measure-suspensions = suspensions du partage
measure-prevented-follow-ups = menaces suivantes empêchées
measure-cost = coût
measure-events = événements simulés

## Options, drivers and units

baseline = situation de référence
kicker-comparison = options face à la référence, mêmes aléas
driver-law = droit
driver-trust = confiance
driver-interests = intérêts
driver-capacity = capacité
driver-total = ensemble
unit-share = points
unit-d = jours
unit-threats = menaces
unit-attacks = attaques
unit-requests = demandes
unit-jobs = demandes
unit-pieces = éléments
unit-leaks = fuites
unit-misuses = usages abusifs
unit-personal = unités de données personnelles
unit-matters = affaires
unit-networks = réseaux
unit-accessions = ratifications
unit-exits = sorties
unit-suspensions = suspensions
unit-consents = accords
unit-harm = unités de dommage
unit-events = événements
change-interval = { $change } (intervalle à 95 % de { $low } à { $high })

## Chart: forest

forest-title = { $option } vient en tête : { $change } ({ $measure })
forest-title-none = Aucune option ne se distingue de la référence ({ $measure })
forest-sentence = Différence moyenne avec la référence, mêmes aléas. Traits épais : intervalle à 95 % d’une différence ; traits fins : intervalle valable pour toutes les options de la colonne à la fois.
forest-better = mieux
forest-worse = moins bien
forest-neither = pas de différence décelable, ou ni mieux ni moins bien
forest-empty-title = Ce que change chaque option
forest-empty = le dossier ne contient pas de comparaison.

## Chart: nations under the leading option

nation-options-title = Avec { $option }, { $better ->
    [0] aucune nation ne subit à coup sûr moins de dommage
    [one] une nation sur { $n } subit à coup sûr moins de dommage
   *[other] { $better } nations sur { $n } subissent à coup sûr moins de dommage
}, { $worse ->
    [0] aucune à coup sûr davantage
    [one] une à coup sûr davantage
   *[other] { $worse } à coup sûr davantage
}
nation-options-sentence = Différence avec la référence par nation, la plus forte baisse du dommage d’abord. Traits épais : intervalle à 95 % d’une différence ; traits fins : intervalle valable pour toutes les nations de la colonne.
nation-options-shown = { $shown } sur { $n } sont montrées ; nation_differences.csv les contient toutes.
nation-options-empty-title = Ce que la meilleure option change pour chaque nation
nation-options-empty = le dossier ne contient pas de différences par nation.

## Chart: drivers

drivers-title = { $option } : c’est surtout { $driver } qui agit
drivers-sentence = La différence ({ $measure }, { $unit }) répartie sur quatre moteurs sans que leur ordre importe (valeurs de Shapley) ; leur somme est l’effet entier. Traits : intervalles à 95 %.
drivers-empty-title = Pourquoi les options agissent
drivers-empty = non demandé (--decompose).

## Chart: options under each shock

shock-options-title = Après « { $shock } », l’efficacité du partage est en moyenne la plus haute avec { $option } : { $change }
shock-options-title-none = Après aucun choc l’efficacité du partage n’est à coup sûr plus haute avec une option que dans la référence
shock-options-sentence = Efficacité du partage à partir du choc, moins celle de la référence sous le même choc, en points de pourcentage. Traits : intervalles à 95 %.
shock-options-empty-title = Comment les options tiennent sous les chocs
shock-options-empty = le scénario n’a pas de choc, ou le calcul a omis les mondes sans lui (--paired none).

## Chart: robustness

robustness-title = Si les hypothèses sont fausses, { $option } se regrette le moins : { $regret } en moyenne
robustness-sentence = { $worlds ->
    [one] Un monde
   *[other] { $worlds } mondes
} où les hypothèses incertaines prennent d’autres valeurs ; jugé selon : { $measure }. Regret : écart à la meilleure option de ce monde. La dispersion est ici celle des mondes, pas une erreur d’estimation.
robustness-difference = différence avec la référence, { $unit } : moyenne, et de 5 à 95 mondes sur 100
robustness-regret = regret, { $unit } : moyenne, et jusqu’au pire monde
robustness-best = mondes où l’option est la meilleure, %
robustness-satisficing = mondes où { $target } est atteint, % (intervalle à 95 %)
robustness-empty-title = Ce que valent les options si les hypothèses sont fausses
robustness-empty = non demandé (--uncertainty).

## Chart: tornado

tornado-title = La réponse tient surtout à { $assumption }
tornado-sentence = Ce que change { $option } quand une hypothèse passe de sa valeur basse à sa valeur haute, le reste et les aléas étant égaux. { $flips ->
    [0] Aucune des { $n } montrées n’inverse le signe.
    [one] Une des { $n } montrées inverse le signe.
   *[other] { $flips } des { $n } montrées inversent le signe.
} Ligne brisée : le scénario tel quel.
tornado-values = actuel { $value } ; de { $low } à { $high }
tornado-mechanism = { $name } (oui ou non)
tornado-empty-title = À quelles hypothèses tient la réponse
tornado-empty = aucune hypothèse n’a été variée.

## Chart: trade-offs

tradeoffs-title = { $front ->
    [one] Un choix sur { $n } n’est battu par aucun autre
   *[other] { $front } choix sur { $n } ne sont battus par aucun autre
} à la fois en dommage, vie privée et coût
tradeoffs-sentence = Différences avec la référence : plus haut, plus de dommage évité ; plus à droite, plus d’atteinte à la vie privée (à gauche) ou plus de coût (à droite). Traits : intervalles à 95 %.
tradeoffs-averted = dommage évité, face à la référence
tradeoffs-privacy = atteinte à la vie privée au-delà de la référence
tradeoffs-cost = coût au-delà de la référence, { $unit }
tradeoffs-front = aucun autre n’est au moins aussi bon en tout
tradeoffs-beaten = un autre est au moins aussi bon en tout
tradeoffs-empty-title = Ce qui s’échange contre quoi
tradeoffs-empty = le dossier ne contient pas de comparaison.

## The answer in five sentences: a comparison

no-detectable-difference = pas de différence décelable
interval = { $low } à { $high } { $unit }
interval-unknown = un intervalle inconnu (une réplication ne dit rien du hasard)
headline-option = { $measure }, avec { $option }
headline-none = entre la meilleure option ({ $option }) et la référence : { $measure }
headline-interval = intervalle à 95 % pour toutes les options à la fois : { $interval }
headline-level-interval = intervalle à 95 % : { $interval }
headline-once = en une réplication
headline-efficiency = de ce que la coopération pourrait ajouter est atteint
question-which = Quelle option ?
question-how-much = De combien ?
question-for-whom = Pour qui ?
question-price = À quel prix ?
question-how-sure = Avec quelle certitude ?
answer-which = Selon le critère « { $measure } », { $option } fait le mieux{ $count ->
    [one] {" "}et c’est la seule option
   *[other] {" "}des { $count } options
}.
answer-which-none = Selon le critère « { $measure } », { $count ->
    [one] l’option ne fait pas de différence décelable
   *[other] aucune des { $count } options n’améliore la situation de façon décelable
} ; { $option } a la meilleure moyenne.
answer-which-once = Selon le critère « { $measure } », { $option } s’en tire le mieux{ $count ->
    [one] {" "}et c’est la seule option
   *[other] {" "}des { $count } options
}.
answer-which-cheapest = { $best } coûte { $cost } ; parmi celles qui coûtent { $least }, { $option } fait le mieux.
answer-which-same = De même selon « { $measure } ».
answer-which-other = Selon « { $measure } », c’est { $option }.
answer-which-other-none = Selon « { $measure } », pas d’amélioration décelable (meilleure moyenne : { $option }).
answer-how-much = { $measure } : de { $from } à { $to }, soit { $change } (intervalle à 95 % pour toutes les options à la fois : { $interval }).
answer-how-much-once = { $measure } : de { $from } à { $to }, soit { $change }.
answer-harm = Le dommage change de { $relative } ({ $change } ; intervalle { $interval }).
answer-harm-none = Pour le dommage, pas de différence décelable ({ $relative }, { $change } ; intervalle { $interval }).
answer-harm-once = Le dommage change de { $relative } ({ $change }).
answer-whom = Sur { $n } nations, { $better ->
    [0] aucune ne subit à coup sûr moins de dommage
    [one] une subit à coup sûr moins de dommage
   *[other] { $better } subissent à coup sûr moins de dommage
} et { $worse ->
    [0] aucune à coup sûr davantage
    [one] une à coup sûr davantage
   *[other] { $worse } à coup sûr davantage
}.
answer-whom-fall = La plus forte baisse : { $nation } ({ $change }).
answer-whom-rise = La plus forte hausse : { $nation } ({ $change }).
answer-whom-once = Sur { $n } nations, { $less ->
    [0] aucune ne subit moins de dommage
    [one] une subit moins de dommage
   *[other] { $less } subissent moins de dommage
} et { $more ->
    [0] aucune davantage
    [one] une davantage
   *[other] { $more } davantage
}.
answer-whom-unknown = Le dossier n’a pas de table par nation.
answer-price = { $cost } sur { $time }, actualisés.
answer-side = Effets secondaires néfastes : { $list }{ $more ->
    [0] {""}
   *[other] {" "}et { $more } de plus
}.
answer-side-none = Aucun effet secondaire néfaste n’a été décelé.
answer-cheaper = { $option } apporte { $share } du gain pour { $cost }.
nearly-certain = plus de 99 %
answer-sure = Elle est la meilleure avec une probabilité de { $share }.
answer-sure-once = Une réplication ne dit rien du hasard : une autre peut donner un autre résultat.
answer-rivals = On ne peut la distinguer de { $list }{ $more ->
    [0] {""}
   *[other] {" "}et { $more } de plus
}.
answer-guarantee = La recherche garantit à 95 % qu’aucune autre n’est meilleure de { $delta } ou plus.
answer-guarantee-missing = Qu’aucune autre ne soit meilleure de { $delta } ou plus n’est pas encore garanti ; il faudrait environ { $needed } réplications de chaque option.
answer-turns = Au moins une hypothèse peut inverser son signe.
answer-worlds = Elle est la meilleure dans { $share } des mondes aux hypothèses différentes.
answer-luck-only = Cela ne couvre que le hasard des réplications : si les hypothèses sont fausses, la réponse l’est aussi.

## The answer in five sentences: one run

question-what = Que se passe-t-il ?
question-how-well = La coopération marche-t-elle ?
question-obstacle = Qu’est-ce qui fait obstacle ?
question-whom-price = Pour qui, à quel prix ?
run-what = { $share } des menaces sont déjouées ; sans aucun partage ce serait { $alone }, en partageant tout aussitôt { $best }.
run-how-well = De ce que la coopération pourrait ajouter, { $share } est atteint ; { $timely } des éléments étrangers nécessaires arrivent à temps.
run-obstacle = { $refused } des demandes tranchées sont refusées, et { $unanswered } de toutes restent sans réponse à temps.
run-reason = Le motif de refus le plus fréquent est : { $reason } ({ $share }).
run-whom = { $gains } gagne le plus, et { $gives } donne le plus.
run-whom-gains = { $gains } gagne le plus ; on ne peut dire quelle nation donne le plus.
run-whom-gives = { $gives } donne le plus ; on ne peut dire quelle nation gagne le plus.
run-whom-none = On ne peut dire quelle nation gagne le plus, ni laquelle donne le plus.
run-price = Une réplication compte { $leaks } et une atteinte à la vie privée de { $privacy }.
run-cost = L’option coûte { $cost }.
run-how-sure = Les chiffres reposent sur { $count ->
    [one] une réplication, qui ne dit rien du hasard.
   *[other] { $n } réplications ; ± est l’intervalle à 95 % de leur hasard, non des hypothèses.
}
run-survival = La coopération tient au-dessus du seuil de { $threshold } jusqu’à la fin dans { $share } d’entre elles.

## Names of verdicts, pathways, quantities and standings

name-better = mieux
name-worse = moins bien
name-higher = plus élevé
name-lower = plus bas
name-no-detectable-difference = pas de différence décelable
name-equal = aucune différence
name-pathway-refusals = refus
name-pathway-outcomes = issues des demandes
name-pathway-pieces = éléments parvenus jusqu’à
name-pathway-days = durée
name-pathway-congestion = repris par l’encombrement
name-wait-desk = attente au bureau de renseignement
name-wait-authority = attente à l’autorité centrale
name-review-desk = examen au bureau de renseignement
name-review-authority = examen à l’autorité centrale
name-answer-p50 = jours jusqu’à la moitié des réponses
name-answer-p90 = jours jusqu’à neuf réponses sur dix
name-level = niveau à partir du choc
name-depth = profondeur du creux
name-area = aire du creux
name-standing-dominated = une autre évite autant pour pas plus d’argent
name-standing-extended = un mélange de deux autres fait mieux
name-disrupted = déjouées
name-attacked = attaque commise
name-disrupted-alone = seraient déjouées seules
name-disrupted-best = seraient déjouées au mieux
measure-pieces-given = éléments donnés
measure-pieces-received = éléments reçus
measure-requests-received = demandes reçues
measure-reciprocity = réciprocité
measure-refused-given = demandes qu’elle refuse
measure-refused-received = demandes qu’on lui refuse
measure-withheld = accords refusés
measure-cooperation-efficiency-own = atteint de ce que la coopération pourrait ajouter, selon son propre étalon

## Report: page

skip-to-answer = Aller à la réponse
contents = Sommaire
made-by = Produit par comity { $version } à partir des tables et du manifeste de ce dossier, et de rien d’autre. Tous les intervalles sont à 95 %.
incomplete = Incomplet : il manque des réplications
basis-comparison = { $options ->
    [one] Une option face à la référence
   *[other] { $options } options face à la référence
}, mêmes aléas · { $count ->
    [one] une réplication chacune
   *[other] { $n } réplications chacune
} · { $time }
basis-run = Un calcul : { $option } · { $count ->
    [one] une réplication
   *[other] { $n } réplications
} · { $time }
basis-from = à partir du { $start }
figure-data = Les chiffres de cette figure
range = { $low } à { $high }
yes = oui
no = non
nobody = personne
section-answer = La réponse en cinq phrases
section-options = Les options
section-why = Pourquoi cela agit
section-tradeoffs = Ce qui s’échange contre quoi
section-shocks = Tenir sous chaque choc
section-robustness = Si les hypothèses sont fausses
section-nations = Par nation
section-assumptions = Ce qui a été supposé
section-certainty = Notre degré de certitude
section-leaning = Ce à quoi tient la réponse
section-reproduction = Comment le reproduire
section-measures = Les mesures
section-threats = Menaces et coopération
section-sharing = Demandes et réponses

## Report: headings of columns

column-option = option
column-measure = mesure
column-driver = moteur
column-change = différence avec la référence
column-baseline = référence
column-averted = dommage évité
column-privacy = atteinte à la vie privée
column-cost = coût actualisé
column-front = chance que rien ne la batte
column-worlds-mean = différence, moyenne des mondes
column-worlds-range = de 5 à 95 mondes sur 100
column-regret = regret moyen
column-worst-regret = plus grand regret
column-best-share = meilleure dans tant de mondes
column-satisficing = cible atteinte dans tant de mondes
column-worlds-sd = dispersion entre mondes
column-monte-carlo-sd = erreur de la différence d’un monde (tous ont le même hasard)
column-nation = nation
column-bloc = bloc
column-shock = choc
column-quantity = grandeur
column-assumption = hypothèse
column-value = valeur
column-low-high = de bas à haut
column-at-low = différence à la valeur basse
column-at-high = différence à la valeur haute
column-swing = amplitude
column-day = jour
column-holding = tient encore
column-low = borne inférieure
column-high = borne supérieure
column-kind = type
column-stage = étape
column-count = par réplication
column-class = classe
column-fate = sort
column-answered = répondu
column-depth = plus grande perte
column-recovery = rétablissement
column-area = perte cumulée
column-given = éléments donnés
column-received = éléments reçus
column-key = clé
column-meaning = ce que c’est
column-source = source
column-deeds = ce qu’elle fait
column-one-off = une fois
column-yearly = par an
column-simultaneous = intervalle à 95 % pour toutes les options à la fois
column-best = chance d’être la meilleure
column-side-effects = effets néfastes avérés
column-pathway = voie
column-item = quoi
column-over = comparée à
column-ratio = argent par unité de dommage évité en plus
column-standing = rang
column-weights = poids
column-first = première
column-score = score
column-reversal = autre que sous les poids donnés
column-estimate = estimation
column-interval = intervalle à 95 %

## Report: sections of a comparison

options-intro = Différences avec la référence, le monde tel quel, réplication par réplication avec les mêmes aléas. ▲ mieux et ▼ moins bien seulement quand l’intervalle valable pour toutes les options à la fois ne laisse pas de doute ; tout le reste est dit sans différence décelable.
options-caption = Ce que change chaque option, ce qu’elle coûte et ses effets néfastes
cell-none = { $change } ({ $verdict })
side-effects-none = aucun décelé
why-intro = Ce qui a changé entre l’option et son effet : seulement les étapes dont l’intervalle à 95 % exclut zéro.
why-caption = Avec { $option }, par réplication
why-nothing = Aucune étape n’a changé au-delà du hasard des réplications.
why-not-decomposed = L’effet n’a pas été décomposé entre droit, confiance, intérêts et capacité ; comity compare --decompose 40 le fait.
tradeoffs-intro = Aucun chiffre unique ne pèse dommage, vie privée et argent à la place du lecteur. Une option reste en lice quand aucune autre n’est au moins aussi bonne dans les trois.
tradeoffs-caption = Coût-efficacité : dommage évité contre coût, la moins chère d’abord
ratio-interval = { $ratio } ({ $low } à { $high })
ratio-unbounded = { $ratio } (intervalle sans borne)
standing-fair = en lice
rankings-caption = Quelle option est première selon les poids du scénario, et selon des poids modifiés
shocks-intro = Chaque option subit les mêmes chocs, avec les mêmes aléas que la référence.
shocks-none = Le scénario n’a pas de choc, ou le calcul a omis les mondes sans lui.
robustness-intro = D’autres valeurs des hypothèses que personne ne connaît exactement, et d’autres structures du modèle : tenues à part du hasard des réplications.
robustness-no-ranges = Le scénario ne donne pas de plages ([uncertainty.NAME]) où tirer d’autres mondes : la réponse vaut pour les hypothèses telles quelles.
robustness-none = Non demandé : comity compare --uncertainty 40 tire d’autres mondes dans les plages du scénario. D’ici là, la réponse vaut pour les hypothèses telles quelles.
nations-intro = Gains et charges de la meilleure option face à la référence ; les intervalles valent pour toutes les nations, ou tous les blocs, à la fois.
nations-caption = Avec { $option }, par bloc
nations-leave = Quittent davantage d’organisations et de traités : { $list }.
nations-withhold = Refusent plus souvent leur accord : { $list }.
nations-refuse = Refusent davantage de demandes : { $list }.

## Report: assumptions, certainty, reproduction

assumptions-intro = Chaque chiffre découle de ces hypothèses. Chacune a sa source : une citation, le scénario, ou le mot hypothèse (assumption).
assumptions-inventory = Le monde compte { $nations ->
    [one] une nation
   *[other] { $nations } nations
}, { $organizations ->
    [one] une organisation
   *[other] { $organizations } organisations
}, { $instruments ->
    [one] un instrument juridique
   *[other] { $instruments } instruments juridiques
}, { $classes ->
    [one] une classe de menaces
   *[other] { $classes } classes de menaces
} et { $shocks ->
    [one] un choc
   *[other] { $shocks } chocs
}. Les attributs des nations et des paires sont dans le scénario que contient manifest.json.
assumptions-set = Valeurs que fixe le scénario
assumptions-things = Ce que le scénario dit de ses organisations, instruments, canaux, classes et chocs
assumptions-default = Valeurs par défaut qu’il garde
assumptions-scenario = le scénario
assumptions-options = Ce que fait chaque option, et ce que cela coûte
certainty-replications = Les tables reposent sur { $count ->
    [one] une réplication, qui ne dit rien du hasard,
   *[other] { $n } réplications
} de chaque monde. Les intervalles disent de combien le hasard des réplications a pu déplacer un chiffre, et rien d’autre.
certainty-luck = Chaque option rencontre les mêmes aléas que la référence : une différence n’est pas celle de deux tirages.
certainty-simultaneous = Les verdicts suivent des intervalles valables à 95 % pour toutes les options d’une mesure à la fois (Bonferroni) : beaucoup d’options ne rendent pas probable une trouvaille due au hasard.
certainty-reduction = Les mêmes aléas ont épargné des réplications : des calculs indépendants en auraient demandé environ { $factor } fois plus.
certainty-search = La recherche de la meilleure ({ $procedure }) : { $said }
certainty-undetectable = Pour « { $measure } », pas de différence décelable entre la référence et { $list }. Ce n’est pas la preuve qu’il n’y en a pas : elle est plus petite que ce que ces réplications peuvent montrer.
certainty-all-detectable = Pour « { $measure } », toutes les options diffèrent de façon décelable de la référence.
certainty-assumptions = Si une hypothèse est fausse, la réponse peut l’être aussi ; aucun intervalle ne couvre cela.
certainty-illustration = Le scénario est une illustration : les nations nommées le sont avec des attributs publics grossiers, et rien ici ne prédit ce que fera l’une d’elles.
certainty-lost = { $count ->
    [one] Une réplication a été perdue et n’est dans aucune table.
   *[other] { $count } réplications ont été perdues et ne sont dans aucune table.
}
leaning-intro = Les cinq hypothèses qui déplacent le plus la réponse quand chacune passe seule d’une valeur basse à une valeur haute, avec les mêmes aléas.
leaning-none = Aucune hypothèse n’a été variée dans cette comparaison.
reproduction-intro = Avec la version { $version } de comity, cette commande redonne les mêmes tables, octet pour octet, quel que soit le nombre de fils :
reproduction-scenario = manifest.json contient le scénario complet, qui peut lui-même être exécuté. docs/columns.md explique chaque colonne.
reproduction-without-charts = Ce rapport n'a pas de graphiques : le programme qui l'a fait a été construit sans eux. Les tables à côté contiennent leurs nombres.
reproduction-decides = Ce qui détermine chaque chiffre
reproduction-fingerprint = empreinte de { $option }
reproduction-merged = Si un fichier du scénario a changé depuis, les mêmes à partir du scénario fusionné, dans le dossier de ce rapport :
measures-intro = Estimations sur les réplications, avec leurs intervalles à 95 %.
measures-caption = Ce qui s’est passé, par réplication
