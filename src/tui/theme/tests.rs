//! Whether what a theme draws can be read where it is meant to be.

use ratatui::style::Color;

use super::*;

const ROLES: [Role; 16] = [
    Role::Text,
    Role::Dim,
    Role::Active,
    Role::Prefix,
    Role::Selected,
    Role::Chosen,
    Role::Error,
    Role::Warning,
    Role::Advice,
    Role::Good,
    Role::Key,
    Role::Level(0),
    Role::Level(1),
    Role::Level(2),
    Role::Level(3),
    Role::Level(4),
];

/// The backgrounds of VGA, VS Code, GNOME, Solarized, Dracula, Nord and Catppuccin.
const DARK: &[[u8; 3]] = &[
    [0, 0, 0],
    [30, 30, 30],
    [0x17, 0x14, 0x21],
    [0, 0x2b, 0x36],
    [0x28, 0x2a, 0x36],
    [0x2e, 0x34, 0x40],
    [0x1e, 0x1e, 0x2e],
];

/// White, and the light ones of Solarized and Catppuccin.
const LIGHT: &[[u8; 3]] = &[[255, 255, 255], [0xfd, 0xf6, 0xe3], [0xef, 0xf1, 0xf5]];

/// What the sixteen colours are in VGA, the Windows console, macOS's Terminal, `PuTTY`, xterm and Ubuntu:
/// <https://en.wikipedia.org/wiki/ANSI_escape_code#3-bit_and_4-bit>.
fn shades(colour: Color) -> Vec<[u8; 3]> {
    match colour {
        Color::Rgb(red, green, blue) => vec![[red, green, blue]],
        Color::Red => vec![
            [170, 0, 0],
            [197, 15, 31],
            [153, 0, 0],
            [187, 0, 0],
            [205, 0, 0],
            [222, 56, 43],
        ],
        Color::Green => vec![
            [0, 170, 0],
            [19, 161, 14],
            [0, 166, 0],
            [0, 187, 0],
            [0, 205, 0],
            [57, 181, 74],
        ],
        Color::Yellow => vec![
            [170, 85, 0],
            [193, 156, 0],
            [153, 153, 0],
            [187, 187, 0],
            [205, 205, 0],
            [255, 199, 6],
        ],
        Color::Blue => vec![
            [0, 0, 170],
            [0, 55, 218],
            [0, 0, 178],
            [0, 0, 187],
            [0, 0, 238],
            [0, 111, 184],
        ],
        Color::Magenta => vec![
            [170, 0, 170],
            [136, 23, 152],
            [178, 0, 178],
            [187, 0, 187],
            [205, 0, 205],
            [118, 38, 113],
        ],
        Color::Cyan => vec![
            [0, 170, 170],
            [58, 150, 221],
            [0, 166, 178],
            [0, 187, 187],
            [0, 205, 205],
            [44, 181, 233],
        ],
        Color::LightRed => vec![[255, 85, 85], [231, 72, 86], [230, 0, 0], [255, 0, 0]],
        Color::LightYellow => vec![
            [255, 255, 85],
            [249, 241, 165],
            [230, 230, 0],
            [255, 255, 0],
        ],
        Color::LightMagenta => vec![[255, 85, 255], [180, 0, 158], [230, 0, 230], [255, 0, 255]],
        Color::LightCyan => vec![[85, 255, 255], [97, 214, 214], [0, 230, 230], [0, 255, 255]],
        other => panic!("the shades of {other} are not known here"),
    }
}

/// WCAG 2.1's contrast ratio: <https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio>.
fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.040_45 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    };
    let light = |colour: [u8; 3]| {
        let [red, green, blue] = colour.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    };
    let (one, other) = (light(one), light(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// The contrast that a theme keeps: WCAG's for text where it names the colours itself, more where that is its purpose;
/// less where the terminal decides what its sixteen colours are.
fn least(scheme: &Scheme) -> f64 {
    match scheme.name.as_str() {
        "contrast" => 7.0,
        name if name.starts_with("terminal") => 2.0,
        _ => 4.5,
    }
}

#[test]
fn every_theme_can_be_read_on_its_backgrounds() {
    for scheme in Scheme::builtin() {
        let theme = Theme {
            scheme: Some(scheme),
            ascii: false,
        };
        let grounds: Vec<[u8; 3]> = match scheme.ground {
            Ground::Any => vec![[0, 0, 0], [255, 255, 255]],
            Ground::Dark => DARK.to_vec(),
            Ground::Light => LIGHT.to_vec(),
        };
        for role in ROLES {
            let style = theme.style(role);
            assert_eq!(style.bg, None, "{}: {role:?}", scheme.name);
            let Some(colour) = style.fg else { continue };
            // A letter below each digit of the ruler says the same as the level's colour.
            let is_any = scheme.ground == Ground::Any && matches!(role, Role::Level(_));
            for shade in shades(colour) {
                for &ground in &grounds {
                    let found = contrast(shade, ground);
                    let least = if is_any { 1.2 } else { least(scheme) };
                    assert!(
                        found >= least,
                        "{}: {role:?} {shade:?} on {ground:?} has {found:.2}",
                        scheme.name
                    );
                }
            }
        }
    }
}

/// What people with no red or no green cones see: Machado, Oliveira and Fernandes 2009,
/// <https://www.inf.ufrgs.br/~oliveira/pubs_files/CVD_Simulation/CVD_Simulation.html>.
const BLIND: [[[f64; 3]; 3]; 2] = [
    [
        [0.152_286, 1.052_583, -0.204_868],
        [0.114_503, 0.786_281, 0.099_216],
        [-0.003_882, -0.048_116, 1.051_998],
    ],
    [
        [0.367_322, 0.860_646, -0.227_968],
        [0.280_085, 0.672_501, 0.047_413],
        [-0.011_820, 0.042_940, 0.968_881],
    ],
];

#[test]
fn the_safe_theme_tells_errors_warnings_and_what_is_good_apart() {
    let scheme = Scheme::named("safe").expect("it is there");
    let seen = |role: Role, eye: &[[f64; 3]; 3]| {
        let Some(Color::Rgb(red, green, blue)) = scheme.colour(role) else {
            panic!("{role:?} has a colour");
        };
        let parts = [red, green, blue].map(f64::from);
        eye.map(|row| {
            row.iter()
                .zip(parts)
                .map(|(weight, part)| weight * part)
                .sum::<f64>()
        })
    };
    for eye in &BLIND {
        for (one, other) in [
            (Role::Error, Role::Warning),
            (Role::Error, Role::Good),
            (Role::Warning, Role::Good),
        ] {
            let parts = seen(one, eye).into_iter().zip(seen(other, eye));
            let far = parts
                .map(|(one, other)| (one - other).powi(2))
                .sum::<f64>()
                .sqrt();
            assert!(far > 60.0, "{one:?} and {other:?} are {far:.0} apart");
        }
    }
}

#[test]
fn without_colours_attributes_are_left() {
    for role in ROLES {
        let style = Theme::plain(false).style(role);
        assert_eq!((style.fg, style.bg), (None, None), "{role:?}");
    }
    for (one, other) in [
        (Role::Text, Role::Selected),
        (Role::Text, Role::Dim),
        (Role::Text, Role::Error),
        (Role::Selected, Role::Chosen),
    ] {
        let theme = Theme::plain(false);
        assert_ne!(
            theme.style(one),
            theme.style(other),
            "{one:?} and {other:?}"
        );
    }
}
