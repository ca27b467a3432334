import type { LexiconSource } from './lexicon.ts'

export const education: LexiconSource = {
  slug: 'education',
  label: 'Education and teaching',
  scale: 1.1,
  terms: {
    5: `history expert, language master, explainer, thinking coach, english words, word memory, academic coach, study abroad advisor, teacher, tutor, educator, professor, lecturer, instructor, curriculum, instructional designer, instructional design, teaching, pedagogy, pedagogical, elearning, language learning, academic advisor, librarian, homeschooling, education, educational, chess coach, coding bootcamp`,
    4: `pupil, college, moodle, wisdom, learner, quizzes, geometry, calculus, career counseling, confucianism, kindergarten, trigonometry, mathematics, scholarship, facilitator, arithmetic, mentorship, confucius, aristotle, nietzsche, fallacies, scripture, etiquette, classroom, preschool, flashcard, parenting, buddhism, buddhist, stoicism, syllabus, tutorial, linguistic structures, example sentences, collocation, part of speech, tense, kanji, hiragana, pinyin, hanzi, latin, accent, dictation, english speaking, cefr, examination, test questions, scoring criteria, key concepts, abstract concepts, feynman, campus, postgraduate, phd application, academic integrity, extracurricular, debate, debater, popular science, fractions, chinese history, historical, confucian, logic, coaching, mcq, student, school, university, undergraduate, lesson, course, homework, assignment, exam, ielts, toefl, rubric, teach, simple terms, math, algebra, vocabulary, pronunciation, phonetics, bilingual, language skills, english conversation, mnemonic, critical thinking, socratic, geography, admission, mentor, study`,
    2: `proficiency, exploration, topics, theoretical, cultural, curious, knowledgeable, in depth, hints, thought process, learn, explain, explanation, training, educate, instruct, instruction, exercises, analogies, comprehension, chinese language, philosophy, culture, beginner, intermediate`,
    1: `academic, simplify, step by step, easy to understand, patiently`,
    gated: 'teach me, master, degree, faculty',
  },
  masks:
    'old school, main course, of course, course of action, course correct, golf course, race course, case study, case studies, school of thought, study participants, feasibility study',
}
