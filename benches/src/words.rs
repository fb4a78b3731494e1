//! Sentences in eleven languages, and texts made of them.

use fastrand::Rng;

/// A language and sentences in it.
pub type Language = (&'static str, &'static [&'static str]);

/// The languages of the corpus.
pub const LANGUAGES: [Language; 11] = [
    (
        "en",
        &[
            "We opened a second workshop by the river this morning.",
            "Thank you to everyone who stayed until the last chair was sold!",
            "Doors open at nine, coffee is on us.",
            "Which of these colours would you put in your kitchen?",
            "Our apprentices built this table in eleven days.",
        ],
    ),
    (
        "de",
        &[
            "Seit heute früh ist unsere zweite Werkstatt am Fluss geöffnet.",
            "Danke an alle, die bis zum letzten verkauften Stuhl geblieben sind!",
            "Welche dieser Farben würdet ihr in eure Küche stellen?",
            "Größere Stücke liefern wir natürlich auch übers Wochenende.",
        ],
    ),
    (
        "es",
        &[
            "Esta mañana abrimos un segundo taller junto al río.",
            "¿Qué color pondrías en tu cocina?",
            "¡Gracias a quienes se quedaron hasta la última silla!",
            "Nuestros aprendices hicieron esta mesa en once días.",
        ],
    ),
    (
        "fr",
        &[
            "Ce matin, nous avons ouvert un deuxième atelier près de la rivière.",
            "Merci à celles et ceux qui sont restés jusqu’à la dernière chaise !",
            "Quelle couleur choisiriez-vous pour votre cuisine ?",
        ],
    ),
    (
        "pt",
        &[
            "Abrimos hoje de manhã a segunda oficina à beira do rio.",
            "Obrigado a quem ficou até à última cadeira!",
            "Os nossos aprendizes fizeram esta mesa em onze dias.",
        ],
    ),
    (
        "pl",
        &[
            "Dziś rano otworzyliśmy drugą pracownię nad rzeką.",
            "Dziękujemy wszystkim, którzy zostali do ostatniego krzesła!",
            "Który z tych kolorów wybralibyście do kuchni?",
        ],
    ),
    (
        "ru",
        &[
            "Сегодня утром мы открыли вторую мастерскую у реки.",
            "Спасибо всем, кто остался до последнего стула!",
            "Какой из этих цветов вы выбрали бы для кухни?",
        ],
    ),
    (
        "ar",
        &[
            "افتتحنا هذا الصباح ورشتنا الثانية على ضفة النهر.",
            "شكرا لكل من بقي حتى آخر كرسي!",
            "أي هذه الألوان تختار لمطبخك؟",
        ],
    ),
    (
        "hi",
        &[
            "आज सुबह हमने नदी के किनारे दूसरी कार्यशाला खोली।",
            "आख़िरी कुर्सी तक रुकने वाले सभी लोगों का धन्यवाद!",
            "अपनी रसोई के लिए आप कौन सा रंग चुनेंगे?",
        ],
    ),
    (
        "ja",
        &[
            "今朝、川沿いに二つ目の工房を開きました。",
            "最後の椅子が売れるまで残ってくださった皆さん、ありがとうございます！",
            "キッチンに置くならどの色がいいですか。",
        ],
    ),
    (
        "ko",
        &[
            "오늘 아침 강가에 두 번째 작업실을 열었습니다.",
            "마지막 의자가 팔릴 때까지 함께해 주신 모든 분께 감사드립니다!",
            "부엌에는 어떤 색을 고르시겠어요?",
        ],
    ),
];

const EMOJI: [&str; 8] = ["🎉", "☕", "🪑", "👩🏽‍🔧", "🇵🇱", "❤️", "👨‍👩‍👧‍👦", "1️⃣"];

const LINKS: [&str; 4] = [
    "https://example.com/workshop/opening?ref=post",
    "example.org/tables",
    "https://shop.example.net/p/4711",
    "example.com",
];

const TAGS: [&str; 5] = ["#handmade", "#oak", "#workshop", "#möbel", "#madera"];

/// A text of one language with at most `chars` characters, with links, emoji and hashtags here
/// and there.
pub fn text(rng: &mut Rng, chars: usize) -> String {
    let (_, sentences) = LANGUAGES[rng.usize(..LANGUAGES.len())];
    let mut text = String::new();
    let mut count = 0;
    loop {
        let part = match rng.u8(..10) {
            0 => EMOJI[rng.usize(..EMOJI.len())],
            1 => LINKS[rng.usize(..LINKS.len())],
            2 => TAGS[rng.usize(..TAGS.len())],
            _ => sentences[rng.usize(..sentences.len())],
        };
        let more = part.chars().count() + 1;
        if count + more > chars {
            break;
        }
        if count > 0 {
            text.push(' ');
        }
        text.push_str(part);
        count += more;
    }
    text
}
