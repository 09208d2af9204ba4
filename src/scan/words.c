#include "scan/words.h"

#include <string.h>

/* clang-format off */
static const struct {
	uint32_t class;
	const char *words;
} lists[] = {
	{ WORD_TITLE,
		"mr mrs ms miss dr doctor prof professor sir dame lord lady baron baroness count "
		"countess prince princess king queen emperor sheikh sheik shaikh sultan emir imam "
		"ayatollah mullah maulana rabbi pope cardinal archbishop bishop father reverend rev "
		"pastor sister brother general gen major maj colonel col lieutenant lt captain capt "
		"commander cmdr admiral adm sergeant sgt corporal cpl private pvt brigadier brig "
		"marshal inspector detective constable officer superintendent president vice premier "
		"chancellor senator sen representative rep congressman congresswoman congressmember "
		"governor gov mayor deputy judge justice secretary minister ambassador envoy "
		"spokesman spokeswoman spokesperson chairman chairwoman chief director coach striker "
		"midfielder defender goalkeeper singer actor actress author writer historian activist "
		"journalist reporter correspondent lawyer attorney candidate leader founder hajji "
		"hajj" },
	{ WORD_ORG,
		"bank university college institute institution school academy hospital ministry "
		"department agency authority commission commissioner committee council court "
		"parliament senate congress assembly association federation confederation union "
		"league club fc united rovers rangers athletic party front movement brigade brigades "
		"army corps guard guards battalion regiment division fleet times post herald tribune "
		"gazette telegraph guardian mirror news journal chronicle observer daily press radio "
		"television tv broadcasting corporation corp company co inc ltd llc plc group "
		"holdings airlines airways air railways rail motors oil gas energy petroleum electric "
		"steel insurance foundation trust society museum gallery library theatre theater "
		"orchestra symphony opera ballet zoo festival prize award cup championship "
		"championships open marathon olympics games series masters trophy grand prix derby "
		"bowl stakes act bill law accord accords treaty protocol agreement convention summit "
		"conference declaration resolution cartel gang mafia police sheriff services service "
		"bureau centre center forum alliance initiative program programme project plan fund "
		"exchange stock index board office organisation organization studio studios pictures "
		"records entertainment hotel inn tower towers building plaza mall store stores "
		"restaurant cafe bridge tunnel stadium arena hall church cathedral mosque temple "
		"synagogue abbey palace castle house prison jail street road avenue boulevard lane "
		"terrace highway turnpike freeway expressway sentinel dispatch courier bulletin "
		"register advocate examiner inquirer advertiser messenger statesman telegram argus "
		"star sun globe" },
	{ WORD_ORG_OF,
		"university bank institute college school church museum ministry department board "
		"council court embassy bishop archbishop duke duchess earl prince princess battle "
		"treaty siege bay declaration society party order knights friends sons daughters" },
	{ WORD_DATE,
		"monday tuesday wednesday thursday friday saturday sunday january february march "
		"april may june july august september october november december jan feb mar apr jun "
		"jul aug sep sept oct nov dec" },
	{ WORD_DIRECTION,
		"north south east west northern southern eastern western northeast northwest "
		"southeast southwest northeastern northwestern southeastern southwestern central "
		"downtown greater upper lower inner outer mid midtown suburban rural urban mainland "
		"coastal nearby neighbouring neighboring historic old modern ancient occupied war "
		"torn" },
	{ WORD_KIND_BEFORE,
		"lake mount mountain mt river cape gulf bay fort port camp isle island islands "
		"village town city township suburb neighbourhood neighborhood district province state "
		"county region municipality governorate prefecture department capital hamlet oblast "
		"area outskirts territory peninsula coast airport base crossing settlement valley "
		"towns cities villages provinces states counties districts regions" },
	{ WORD_KIND_AFTER,
		"river lake mountain mountains island islands county parish province state district "
		"region governorate prefecture oblast territory valley peninsula bay gulf sea ocean "
		"strait desert hills airport airfield airbase base crossing area suburb neighbourhood "
		"neighborhood city town village municipality creek beach harbor harbour border coast "
		"capital camp dam station park square forest delta basin plateau canal" },
	{ WORD_SPEECH,
		"said says say told tells added adds stated states announced claimed claims explained "
		"noted wrote writes argued commented confirmed warned insisted admitted declared "
		"replied asked" },
	{ WORD_LOCATIVE,
		"in at near from to outside around across into toward towards between throughout "
		"inside within beyond via through off over against above onto along leaving leave "
		"left visit visited visiting reach reached entered enter" },
	{ WORD_FUNCTION,
		"the a an and or but nor so yet for of in on at by to from with without into onto "
		"over under about after before during since until till against between among through "
		"throughout across around near outside inside within behind beyond beside besides "
		"despite except like unlike per via as if when while where whereas because although "
		"though unless that this these those there here then than thus therefore hence "
		"however meanwhile moreover furthermore nevertheless nonetheless instead also too "
		"only just even still already again once twice often never always sometimes perhaps "
		"maybe not no yes i you he she it we they me him her us them my your his its our "
		"their mine who whom whose which what how why is was were be been being are am has "
		"had have having do does did done will would shall should can could may might must "
		"both either neither each every all any some many much more most few several other "
		"another such same own last next first second third earlier later now today yesterday "
		"tomorrow recently currently previously according officials residents local police "
		"two three four five six seven eight nine ten eleven twelve workers soldiers troops "
		"students people men women children experts scientists researchers critics supporters "
		"authorities reports sources witnesses analysts investigators doctors farmers forces "
		"rebels militants protesters elsewhere nearby speaking asked following including "
		"given seen based born former" },
	{ WORD_OFFICE,
		"minister president premier governor mayor senator representative congressman"
		" congresswoman ambassador secretary chancellor king queen prince princess emperor"
		" sultan emir prime spokesman spokeswoman resident residents native natives"
		" officials republicans republican democrats democrat chief deputy vice"
		" department agency ministry police sheriff council court parliament senate"
		" congress assembly commission commissioner commissioners supreme" },
	{ WORD_CONNECTOR,
		"of the de la del di da do dos das du le les upon on under sur am an der den and al "
		"el ez es ash ar as at ad az et i y au aux in en by cum e van" },
	{ WORD_DOTTED,
		"st mt ft gen col lt capt sgt maj dr mr mrs ms prof rev hon sen rep gov jr sr no vs "
		"inc ltd co corp adm cmdr cpl pvt ste pt" },
	{ WORD_NUMBER,
		"one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
		"fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy "
		"eighty ninety hundred thousand million dozen dozens hundreds thousands scores tens "
		"several" },
	{ WORD_PLACE_CODE,
		"us uk uae usa ussr drc nyc prc dprk rok dc nsw" },
	{ WORD_FORCE,
		"troops forces soldiers army military coalition police militia militants fighters "
		"rebels insurgents marines paratroopers advisers advisors guards brigade battalion "
		"division command navy jets warplanes aircraft drones drone helicopters gunmen "
		"government officials ministry guard units unit militias contingent personnel "
		"peacekeepers demonstrators protesters residents workers students supporters "
		"activists villagers airforce regiment artillery gang gangs jihadists separatists "
		"commandos mercenaries paramilitaries bomber bombers planes warplane jet occupation "
		"mission officers crowd crowds mob militiamen attackers assailants bandits extremists "
		"islamists snipers raiders herders pirates kidnappers troopers legionnaires peshmerga "
		"taliban hezbollah hamas houthis shabaab navies fleet warship warships" },
	{ WORD_MODIFIER,
		"local military security armed special foreign international joint senior unknown"
		" unidentified suspected federal allied masked islamist tribal led backed aligned"
		" air ground counter terrorism counterterrorism elite regular regime opposition"
		" rebel pro anti government defence defense border civil global popular"
		" mobilization democratic national paramilitary western shiite sunni jihadist" },
	{ WORD_SITE,
		"base bases camp camps airbase airfield outpost outposts site sites post posts"
		" checkpoint checkpoints compound garrison installation installations facility"
		" facilities headquarters position positions barracks airport airports complex" },
	{ WORD_UNIT,
		"trucks truck vehicles vehicle tankers lorries lorry buses cars personnel troops"
		" soldiers advisers people civilians protesters demonstrators rockets missiles shells"
		" mortars drones tanks carriers men fighters militants policemen officers marines"
		" guards students workers members pilgrims children women aircraft helicopters"
		" trailers containers bulldozers families villagers recruits instructors" },
	{ WORD_MOVE,
		"entered enter entering crossed crossing cross arrived arrive arriving left leaving"
		" moved moving headed heading travelled traveled travelling traveling passed passing"
		" drove driving send sends sent sending reached reaching departed rolled went set transported seen expected bound" },
	{ WORD_KIND_MIDDLE,
		"air military border international range operations command presidential joint" },
	{ WORD_KIND_AFTER, "complex palace command headquarters garrison compound range airfields" },
	{ WORD_AILMENT, "virus fever flu ebolavirus syndrome disease strain variant encephalitis" },
	{ WORD_LAND,
		"river lake mountain mountains island islands county parish province state"
		" district region governorate prefecture oblast valley peninsula bay gulf hills"
		" creek delta airport beach township desert canyon plateau basin" },
	{ WORD_PERSON_NOUN,
		"spokesman spokeswoman resident native officer official captain" },
};

/* Adjectives and nouns of peoples; "_" stands between two words, "-" for no one
 * country. */
static const char *const demonyms[] = {
	"afghan:AF afghani:AF african:- african_american:US alandic:AX alaskan:US albanian:AL",
	"algerian:DZ american:US american_samoan:AS andorran:AD angolan:AO anguillian:AI",
	"antarctic:AQ antiguan:AG arab:- argentine:AR argentinean:AR argentinian:AR armenian:AM",
	"aruban:AW asian:- australian:AU austrian:AT azerbaijani:AZ azeri:AZ bahamian:BS",
	"bahraini:BH bajan:BB balinese:ID balkan:- bangladeshi:BD barbadian:BB barbudan:AG",
	"basotho:LS basque:ES batswana:BW bavarian:DE belarusian:BY belgian:BE belizean:BZ",
	"belorussian:BY bengali:BD beninese:BJ beninois:BJ berliner:DE bermudian:BM bhutanese:BT",
	"bissau_guinean:GW bolivian:BO bosniak:BA bosnian:BA botswanan:BW brazilian:BR british:GB",
	"briton:GB bruneian:BN bulgarian:BG burkinabe:BF burmese:MM burundian:BI byelorussian:BY",
	"californian:US cambodian:KH cameroonian:CM canadian:CA cantonese:CN cape_verdean:CV",
	"caribbean:- catalan:ES caymanian:KY central_african:CF chadian:TD chechen:RU chilean:CL",
	"chinese:CN colombian:CO comorian:KM congolese:CD cook_islander:CK costa_rican:CR",
	"crimean:UA croat:HR croatian:HR cuban:CU curacaoan:CW cypriot:CY czech:CZ",
	"czechoslovak:CZ dane:DK danish:DK darfuri:SD djiboutian:DJ dominican:DM dutch:NL",
	"dutchman:NL east_german:DE east_timorese:TL ecuadorean:EC ecuadorian:EC egyptian:EG",
	"emirati:AE english:GB englishman:GB englishmen:GB equatoguinean:GQ equatorial_guinean:GQ",
	"eritrean:ER estonian:EE ethiopian:ET european:- falkland_islander:FK faroese:FO",
	"fijian:FJ filipina:PH filipino:PH finn:FI finnish:FI floridian:US french:FR",
	"french_guianese:GF french_polynesian:PF frenchman:FR frenchmen:FR frenchwoman:FR",
	"gabonese:GA gambian:GM gazan:PS georgian:GE german:DE ghanaian:GH gibraltarian:GI",
	"greek:GR greenlander:GL greenlandic:GL grenadian:GD guadeloupean:GP guamanian:GU",
	"guatemalan:GT guinean:GN guyanese:GY haitian:HT hawaiian:US hellenic:GR herzegovinian:BA",
	"honduran:HN hong_konger:HK hungarian:HU i_kiribati:KI icelander:IS icelandic:IS",
	"indian:IN indonesian:ID iraki:IQ iranian:IR iraqi:IQ irish:IE irishman:IE israeli:IL",
	"italian:IT ivorian:CI jamaican:JM japanese:JP javanese:ID jordanian:JO kashmiri:IN",
	"kazakh:KZ kazakhstani:KZ kenyan:KE khmer:KH kirghiz:KG kiribatian:KI kittitian:KN",
	"korean:KR kosovan:XK kosovar:XK kurd:IQ kurdish:IQ kuwaiti:KW kyrgyz:KG kyrgyzstani:KG",
	"lao:LA laotian:LA latin_american:- latvian:LV lebanese:LB liberian:LR libyan:LY",
	"liechtensteiner:LI lithuanian:LT londoner:GB luxembourger:LU luxembourgish:LU",
	"macanese:MO macedonian:MK madagascan:MG mahoran:YT malagasy:MG malawian:MW malaysian:MY",
	"maldivian:MV malian:ML maltese:MT manx:IM marshallese:MH martinican:MQ mauritanian:MR",
	"mauritian:MU mexican:MX micronesian:FM middle_eastern:- moldavian:MD moldovan:MD",
	"monegasque:MC mongol:MN mongolian:MN montenegrin:ME montserratian:MS moroccan:MA",
	"mosotho:LS motswana:BW mozambican:MZ muscovite:RU myanmarese:MM namibian:NA nauruan:NR",
	"nepalese:NP nepali:NP nevisian:KN new_caledonian:NC new_yorker:US new_zealander:NZ",
	"ni_vanuatu:VU nicaraguan:NI nigerian:NG nigerien:NE niuean:NU north_korean:KP",
	"north_macedonian:MK northern_irish:GB norwegian:NO omani:OM pakistani:PK palauan:PW",
	"palestinian:PS panamanian:PA papua_new_guinean:PG papuan:PG paraguayan:PY parisian:FR",
	"persian:IR peruvian:PE philippine:PH pinoy:PH pole:PL polish:PL portuguese:PT",
	"puerto_rican:PR punjabi:IN qatari:QA quebecer:CA quebecois:CA queenslander:AU",
	"reunionese:RE romanian:RO russian:RU rwandan:RW saharawi:EH sahrawi:EH saint_helenian:SH",
	"saint_lucian:LC salvadoran:SV salvadorean:SV sammarinese:SM samoan:WS sao_tomean:ST",
	"saudi:SA saudi_arabian:SA scandinavian:- scot:GB scotsman:GB scottish:GB senegalese:SN",
	"serb:RS serbian:RS seychellois:SC sicilian:IT sierra_leonean:SL singaporean:SG",
	"sinhalese:LK slovak:SK slovakian:SK slovene:SI slovenian:SI solomon_islander:SB",
	"somali:SO somalian:SO south_african:ZA south_korean:KR south_sudanese:SS soviet:RU",
	"spaniard:ES spanish:ES sri_lankan:LK sudanese:SD surinamese:SR swazi:SZ swede:SE",
	"swedish:SE swiss:CH syrian:SY taiwanese:TW tajik:TJ tajikistani:TJ tamil:LK tanzanian:TZ",
	"tasmanian:AU texan:US thai:TH tibetan:CN timorese:TL tobagonian:TT togolese:TG",
	"tokelauan:TK tongan:TO trinidadian:TT tunisian:TN turk:TR turkish:TR turkmen:TM",
	"turkmenistani:TM tuvaluan:TV ugandan:UG uighur:CN ukrainian:UA uruguayan:UY uyghur:CN",
	"uzbek:UZ uzbekistani:UZ vanuatuan:VU venezuelan:VE vietnamese:VN",
	"vincentian:VC virginian:US welsh:GB welshman:GB west_german:DE yemeni:YE yemenite:YE",
	"yugoslav:RS zambian:ZM zimbabwean:ZW zulu:ZA",
	NULL,
};

/* States and provinces as agencies shorten them; the code, in capitals or with dots,
 * stands for them too. */
static const struct state states[] = {
	{ "AL", "US", "Alabama", "ala" },
	{ "AK", "US", "Alaska", "" },
	{ "AZ", "US", "Arizona", "ariz" },
	{ "AR", "US", "Arkansas", "ark" },
	{ "CA", "US", "California", "calif" },
	{ "CO", "US", "Colorado", "colo" },
	{ "CT", "US", "Connecticut", "conn" },
	{ "DE", "US", "Delaware", "del" },
	{ "FL", "US", "Florida", "fla" },
	{ "GA", "US", "Georgia", "" },
	{ "HI", "US", "Hawaii", "" },
	{ "ID", "US", "Idaho", "" },
	{ "IL", "US", "Illinois", "ill" },
	{ "IN", "US", "Indiana", "ind" },
	{ "IA", "US", "Iowa", "" },
	{ "KS", "US", "Kansas", "kan" },
	{ "KY", "US", "Kentucky", "" },
	{ "LA", "US", "Louisiana", "" },
	{ "ME", "US", "Maine", "" },
	{ "MD", "US", "Maryland", "" },
	{ "MA", "US", "Massachusetts", "mass" },
	{ "MI", "US", "Michigan", "mich" },
	{ "MN", "US", "Minnesota", "minn" },
	{ "MS", "US", "Mississippi", "miss" },
	{ "MO", "US", "Missouri", "" },
	{ "MT", "US", "Montana", "mont" },
	{ "NE", "US", "Nebraska", "neb" },
	{ "NV", "US", "Nevada", "nev" },
	{ "NH", "US", "New Hampshire", "" },
	{ "NJ", "US", "New Jersey", "" },
	{ "NM", "US", "New Mexico", "" },
	{ "NY", "US", "New York", "" },
	{ "NC", "US", "North Carolina", "" },
	{ "ND", "US", "North Dakota", "" },
	{ "OH", "US", "Ohio", "" },
	{ "OK", "US", "Oklahoma", "okla" },
	{ "OR", "US", "Oregon", "ore" },
	{ "PA", "US", "Pennsylvania", "" },
	{ "RI", "US", "Rhode Island", "" },
	{ "SC", "US", "South Carolina", "" },
	{ "SD", "US", "South Dakota", "" },
	{ "TN", "US", "Tennessee", "tenn" },
	{ "TX", "US", "Texas", "tex" },
	{ "UT", "US", "Utah", "" },
	{ "VT", "US", "Vermont", "" },
	{ "VA", "US", "Virginia", "" },
	{ "WA", "US", "Washington", "wash" },
	{ "WV", "US", "West Virginia", "wva" },
	{ "WI", "US", "Wisconsin", "wis" },
	{ "WY", "US", "Wyoming", "wyo" },
	{ "ON", "CA", "Ontario", "ont" },
	{ "QC", "CA", "Quebec", "que" },
	{ "BC", "CA", "British Columbia", "" },
	{ "AB", "CA", "Alberta", "alta" },
	{ "SK", "CA", "Saskatchewan", "sask" },
	{ "MB", "CA", "Manitoba", "man" },
	{ "NB", "CA", "New Brunswick", "" },
	{ "NS", "CA", "Nova Scotia", "" },
};
/* clang-format on */

uint64_t word_hash(const char *folded, size_t n) {
	uint64_t h = 14695981039346656037u;
	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)folded[i]) * 1099511628211u;
	return h ? h : 1;
}

uint64_t word_hash_pair(uint64_t first, uint64_t second) {
	uint64_t h = first * 0x9E3779B97F4A7C15u + second;
	h ^= h >> 32;
	return h ? h : 1;
}

const struct word *words_find(const struct words *words, uint64_t hash) {
	for (uint32_t i = (uint32_t)hash & words->mask; words->slot[i].hash;
		i = (i + 1) & words->mask)
		if (words->slot[i].hash == hash)
			return &words->slot[i];
	return NULL;
}

static struct word *enter(struct words *words, uint64_t hash, uint32_t class) {
	uint32_t i = (uint32_t)hash & words->mask;
	while (words->slot[i].hash && words->slot[i].hash != hash)
		i = (i + 1) & words->mask;
	words->slot[i].hash = hash;
	words->slot[i].classes |= class;
	return &words->slot[i];
}

static void enter_demonym(struct words *words, struct str name, struct str country) {
	struct str rest = name, first = str_split(&rest, '_');
	uint64_t hash = word_hash(first.at, first.len);
	if (rest.at) {
		uint64_t second = word_hash(rest.at, rest.len);
		enter(words, second, WORD_DEMONYM_END);
		hash = word_hash_pair(hash, second);
	}
	struct word *w = enter(words, hash, WORD_DEMONYM);
	if (country.len == 2)
		memcpy(w->country, country.at, 2);
}

void words_add(struct words *words, const char *line, uint32_t classes) {
	struct str rest = str_of(line);
	while (rest.at) {
		struct str w = str_split(&rest, ' ');
		if (w.len)
			enter(words, word_hash(w.at, w.len), classes);
	}
}

const struct state *state_find(const char code[4]) {
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (code[0] == states[i].code[0] && code[1] == states[i].code[1])
			return &states[i];
	return NULL;
}

static void enter_states(struct words *words) {
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		const struct state *state = &states[i];
		char code[2] = { (char)(state->code[0] + 32), (char)(state->code[1] + 32) };
		struct word *w = enter(words, word_hash(code, 2), WORD_STATE);
		memcpy(w->country, state->code, 2);
		if (!*state->brief)
			continue;
		w = enter(words, word_hash(state->brief, strlen(state->brief)), WORD_STATE);
		memcpy(w->country, state->code, 2);
	}
}

static void enter_demonyms(struct words *words, const char *line) {
	struct str rest = str_of(line);
	while (rest.at) {
		struct str country = str_split(&rest, ' ');
		struct str name = str_split(&country, ':');
		enter_demonym(words, name, country);
	}
}

void words_make(struct words *words, struct arena *arena) {
	enum { SLOTS = 1 << 14 }; /* the lists have some 5,500 words */
	words->slot = arena_new(arena, struct word, SLOTS);
	words->mask = SLOTS - 1;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		words_add(words, lists[i].words, lists[i].class);
	for (const char *const *line = words_ordinary; *line; line++)
		words_add(words, *line, WORD_ORDINARY);
	for (const char *const *line = words_given; *line; line++)
		words_add(words, *line, WORD_GIVEN);
	enter_states(words);
	for (const char *const *line = demonyms; *line; line++)
		enter_demonyms(words, *line);
}
