#include "compose/words.h"

#include <stdint.h>

#include "base/utf8.h"

enum { ARABIC, FRENCH, GERMAN, SPANISH, RUSSIAN, HEBREW, CHINESE, LANGUAGES };
static const char *const code[LANGUAGES] = { "ar", "fr", "de", "es", "ru", "he", "zh" };

struct translation {
	const char *english, *other[LANGUAGES];
};

/* clang-format off */
static const struct translation words[] = {
	{ "Sources:",
		{ "المصادر:", "Sources :", "Quellen:", "Fuentes:", "Источники:", "מקורות:", "来源：" } },
	{ "Map data:",
		{ "بيانات الخريطة:", "Données cartographiques :", "Kartendaten:", "Datos del mapa:", "Картографические данные:", "נתוני המפה:", "地图数据：" } },
	{ "as of",
		{ "حتى", "au", "Stand", "a fecha de", "по состоянию на", "נכון ל־", "截至" } },
	{ "events",
		{ "أحداث", "événements", "Ereignisse", "sucesos", "событий", "אירועים", "起事件" } },
	{ "event",
		{ "حدث", "événement", "Ereignis", "suceso", "событие", "אירוע", "起事件" } },
	{ "km",
		{ "كم", "km", "km", "km", "км", "ק\"מ", "公里" } },
	{ "m",
		{ "م", "m", "m", "m", "м", "מ'", "米" } },
	{ "Map",
		{ "خريطة", "Carte", "Karte", "Mapa", "Карта", "מפה", "地图" } },
	{ "Handover",
		{ "تسليم", "Remise", "Übergabe", "Entrega", "Передача", "מסירה", "移交" } },
	{ "Strike",
		{ "ضربة", "Frappe", "Luftschlag", "Bombardeo", "Удар", "תקיפה", "打击" } },
	{ "Attack",
		{ "هجوم", "Attaque", "Angriff", "Ataque", "Нападение", "התקפה", "袭击" } },
	{ "Convoy",
		{ "قافلة", "Convoi", "Konvoi", "Convoy", "Колонна", "שיירה", "车队" } },
	{ "Withdrawal",
		{ "انسحاب", "Retrait", "Abzug", "Retirada", "Вывод войск", "נסיגה", "撤离" } },
	{ "Base",
		{ "قاعدة", "Base", "Stützpunkt", "Base", "База", "בסיס", "基地" } },
	{ "Statement",
		{ "بيان", "Déclaration", "Erklärung", "Declaración", "Заявление", "הצהרה", "声明" } },
	{ "Protest",
		{ "احتجاج", "Manifestation", "Protest", "Protesta", "Протест", "הפגנה", "抗议" } },
	{ "Event",
		{ "حدث", "Événement", "Ereignis", "Suceso", "Событие", "אירוע", "事件" } },
	{ "Events",
		{ "أحداث", "Événements", "Ereignisse", "Sucesos", "События", "אירועים", "事件" } },
	{ "in",
		{ "في", "–", "–", "–", "–", "–", "–" } },
	{ "and ",
		{ "و", "et ", "und ", "y ", "и ", "ו-", "和" } },
	{ "Other event",
		{ "حدث آخر", "Autre événement", "Anderes Ereignis", "Otro suceso", "Другое событие", "אירוע אחר", "其他事件" } },
	{ "claimed",
		{ "غير مؤكد", "non confirmé", "unbestätigt", "sin confirmar", "не подтверждено", "לא מאומת", "未经证实" } },
	{ "planned",
		{ "مخطط", "prévu", "geplant", "previsto", "планируется", "מתוכנן", "计划中" } },
	{ "denied",
		{ "منفي", "démenti", "bestritten", "desmentido", "опровергнуто", "מוכחש", "被否认" } },
	{ "Known only to this distance",
		{ "الموقع معروف بهذا التقريب", "Position connue à cette distance près", "Nur auf diese Entfernung bekannt", "Conocido solo con esta precisión", "Известно лишь с этой точностью", "המיקום ידוע רק בדיוק זה", "位置仅知大致范围" } },
	{ "Route, in the direction of the arrow",
		{ "مسار باتجاه السهم", "Itinéraire, dans le sens de la flèche", "Weg, in Pfeilrichtung", "Ruta, en el sentido de la flecha", "Маршрут по направлению стрелки", "מסלול, בכיוון החץ", "路线（沿箭头方向）" } },
	{ "Route, not confirmed",
		{ "مسار غير مؤكد", "Itinéraire non confirmé", "Weg, nicht bestätigt", "Ruta sin confirmar", "Маршрут, не подтверждён", "מסלול לא מאומת", "路线（未证实）" } },
	{ "Disputed border",
		{ "حدود متنازع عليها", "Frontière contestée", "Umstrittene Grenze", "Frontera en disputa", "Спорная граница", "גבול שנוי במחלוקת", "争议边界" } },
	{ CIRCLES_SAID,
		{ "عدة أحداث: مساحة الدائرة تكبر مع عددها", "Plusieurs événements : la surface du cercle croît avec leur nombre", "Mehrere Ereignisse: die Kreisfläche wächst mit ihrer Zahl", "Varios sucesos: el área del círculo crece con su número", "Несколько событий: площадь круга растёт с их числом", "כמה אירועים: שטח העיגול גדל עם מספרם", "多起事件：圆的面积随数量增大" } },
	{ ", ",
		{ "، ", ", ", ", ", ", ", ", ", ", ", "，" } },
};
/* clang-format on */

static int language_number(struct str language) {
	struct str primary = str_split(&language, '-');
	int i = 0;
	while (i < LANGUAGES && !str_equal_nocase(primary, str_of(code[i])))
		i++;
	return i;
}

struct str words_in(struct str language, struct str english) {
	int to = language_number(language);
	for (size_t i = 0; to < LANGUAGES && i < sizeof(words) / sizeof(*words); i++)
		if (str_equal(english, str_of(words[i].english)))
			return str_of(words[i].other[to]);
	return english;
}

struct str words_capitalised(struct str s, struct arena *arena) {
	char *copy = arena_strdup(arena, s);
	if (s.len && copy[0] >= 'a' && copy[0] <= 'z')
		copy[0] = (char)(copy[0] - 'a' + 'A');
	for (size_t i = 0; i < s.len; i++)
		if (copy[i] == '_' || copy[i] == '-')
			copy[i] = ' ';
	return (struct str){ copy, s.len };
}

/* CLDR's plural rules for whole numbers. */
struct str words_events(struct str language, uint32_t n) {
	int to = language_number(language);
	uint32_t tens = n % 100, ones = n % 10;
	if (to == ARABIC && n == 2)
		return STR("حدثان");
	if (to == ARABIC && tens >= 11)
		return STR("حدثًا");
	if (to == RUSSIAN && ones >= 2 && ones <= 4 && (tens < 12 || tens > 14))
		return STR("события");
	bool one = to == RUSSIAN ? ones == 1 && tens != 11 : n == 1;
	return words_in(language, one ? STR("event") : STR("events"));
}

bool text_is_right_to_left(struct str text) {
	for (size_t i = 0; i < text.len;) {
		uint32_t c = utf8_next(text, &i);
		if ((c >= 0x0590 && c <= 0x08FF) || (c >= 0xFB1D && c <= 0xFEFC))
			return true;
		if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c >= 0x00C0)
			return false;
	}
	return false;
}
