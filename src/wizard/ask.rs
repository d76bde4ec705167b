//! Asks questions in order, where later ones may depend on earlier answers.

use anyhow::{Context as _, Result, anyhow, bail};

use super::prompter::Prompter;
use super::question::{Answer, Answers, Kind, Question};

/// The questions that follow from the answers so far: none, one or several.
pub type Step<'a> = Box<dyn Fn(&Answers) -> Result<Vec<Question>> + 'a>;

impl From<Question> for Step<'_> {
    fn from(question: Question) -> Self {
        Box::new(move |_| Ok(vec![question.clone()]))
    }
}

/// Takes the steps in order and asks what each gives.
///
/// # Errors
/// [`crate::exit::Interrupted`] when the person stops; an error of a step; a question that was asked already.
pub fn ask<'a>(prompter: &mut dyn Prompter, steps: impl IntoIterator<Item = Step<'a>>) -> Result<Answers> {
    let mut answers = Answers::default();
    for step in steps {
        for question in step(&answers)? {
            let answer = put(prompter, &question)?;
            let id = question.prompt.id;
            if answers.insert(id.clone(), answer).is_some() {
                bail!("the question `{id}` is asked twice");
            }
        }
    }
    Ok(answers)
}

/// Puts one question.
fn put(prompter: &mut dyn Prompter, question: &Question) -> Result<Answer> {
    let Question { prompt, kind } = question;
    let answer = match kind {
        Kind::Select { choices, .. } | Kind::Multi { choices, .. } if choices.is_empty() => {
            Err(anyhow!("the question `{}` has nothing to choose from", prompt.id))
        }
        Kind::Select { choices, default } => prompter.select(prompt, choices, default.as_deref()).map(Answer::One),
        Kind::Multi { choices, default } => prompter.multi_select(prompt, choices, default).map(Answer::Many),
        Kind::Confirm { default } => prompter.confirm(prompt, *default).map(Answer::Yes),
        Kind::Text { default, check } => prompter.text(prompt, default.as_deref(), check).map(Answer::One),
    };
    answer.with_context(|| format!("cannot ask `{}`", prompt.text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exit::Exit;
    use crate::wizard::prompter::Scripted;
    use crate::wizard::question::{Check, Choice, Prompt};

    fn question(id: &str, kind: Kind) -> Question {
        Question { prompt: Prompt { id: id.into(), text: format!("{id}?"), ..Prompt::default() }, kind }
    }

    fn services() -> Question {
        let choices = ["postgres", "redis"].map(|id| Choice::new(id, id, "")).to_vec();
        question("services", Kind::Multi { choices, default: Vec::new() })
    }

    fn keep_for_each_service() -> Step<'static> {
        Box::new(|answers| {
            let ids = answers.many("services").iter();
            Ok(ids.map(|id| question(&format!("{id}.keep"), Kind::Confirm { default: true })).collect())
        })
    }

    #[test]
    fn later_questions_follow_from_earlier_answers() {
        let mut prompter = Scripted::new([("services", "redis"), ("redis.keep", "no")]);
        let answers = ask(&mut prompter, [services().into(), keep_for_each_service()]).unwrap();
        assert_eq!(answers.many("services"), ["redis"]);
        assert_eq!(answers.yes("redis.keep"), Some(false));
        assert_eq!(answers.yes("postgres.keep"), None);
        assert_eq!(prompter.asked(), ["services", "redis.keep"]);
    }

    #[test]
    fn a_missing_answer_names_the_question() {
        let error = ask(&mut Scripted::new([]), [services().into()]).unwrap_err();
        assert!(format!("{error:#}").contains("`services`"), "{error:#}");
    }

    #[test]
    fn stopping_at_a_question_ends_in_the_interrupted_exit_code() {
        let mut prompter = Scripted::new([("services", Scripted::CTRL_C)]);
        let error = ask(&mut prompter, [services().into(), keep_for_each_service()]).unwrap_err();
        assert_eq!(Exit::of(&error), Exit::Interrupted);
        assert_eq!(prompter.asked(), ["services"]);
    }

    #[test]
    fn a_typed_answer_is_checked() {
        let name = question("name", Kind::Text { default: None, check: Check::something() });
        assert!(ask(&mut Scripted::new([("name", " ")]), [name.clone().into()]).is_err());
        let answers = ask(&mut Scripted::new([("name", "api")]), [name.into()]).unwrap();
        assert_eq!(answers.one("name"), Some("api"));
    }

    #[test]
    fn a_question_is_never_asked_twice() {
        let mut prompter = Scripted::new([("services", "redis"), ("services", "redis")]);
        assert!(ask(&mut prompter, [services().into(), services().into()]).is_err());
    }
}
