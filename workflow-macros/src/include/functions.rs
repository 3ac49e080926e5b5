//! How the names of Lambda functions become those of tasks.

/// A name as that of a Rust function: `ReserveItem`, `reserve-item` and `reserveItem` are `reserve_item`.
pub(super) fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    let mut previous = '_';
    for character in name.chars() {
        let is_start = character.is_uppercase() && (previous.is_lowercase() || previous.is_ascii_digit());
        if is_start && previous != '_' {
            snake.push('_');
        }
        if character == '-' {
            snake.push('_');
        } else {
            snake.extend(character.to_lowercase());
        }
        previous = character;
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::snake_case;

    #[test]
    fn names_of_functions_become_names_of_rust() {
        for (name, expected) in [
            ("ReserveItem", "reserve_item"),
            ("reserve-item", "reserve_item"),
            ("reserveItem", "reserve_item"),
            ("reserve_item", "reserve_item"),
            ("Charge", "charge"),
            ("HTTP", "http"),
            ("step2Do", "step2_do"),
        ] {
            assert_eq!(snake_case(name), expected, "{name}");
        }
    }
}
