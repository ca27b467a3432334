import type { LexiconSource } from './lexicon.ts'

export const education: LexiconSource = {
  slug: 'education',
  label: 'Education and teaching',
  scale: 1.1,
  terms: {
    5: `history expert, language master, explainer, thinking coach, english words, word memory, academic coach, study abroad advisor, teacher, tutor, educator, professor, lecturer, instructor, curriculum, instructional designer, instructional design, teaching, pedagogy, pedagogical, elearning, language learning, academic advisor, librarian, homeschooling, education, educational, chess coach, coding bootcamp, college counselor, spelling bee`,
    4: `moodle, learner, quizzes, geometry, calculus, career counseling, confucianism, trigonometry, mathematics, scholarship, facilitator, arithmetic, mentorship, confucius, aristotle, nietzsche, fallacies, etiquette, preschool, flashcard, parenting, stoicism, syllabus, tutorial, linguistic structures, example sentences, part of speech, tense, hiragana, pinyin, latin, dictation, english speaking, cefr, examination, test questions, scoring criteria, key concepts, abstract concepts, feynman, postgraduate, phd application, academic integrity, extracurricular, debate, debater, popular science, chinese history, historical, confucian, logic, coaching, mcq, student, school, university, undergraduate, lesson, course, homework, assignment, exam, ielts, toefl, rubric, teach, simple terms, math, algebra, vocabulary, pronunciation, phonetics, bilingual, language skills, english conversation, mnemonic, critical thinking, socratic, geography, admission, mentor, study, eli5, e learning, public speaking, textbook, mind map, classroom, quiz, learning objective, learning outcome, learning path, learning plan, learning style, learning material, formative assessment, grading, gpa, gre, gmat, k-12, college application, personal statement, lms, mooc, spaced repetition, anki, active recall, speed reading, practice questions, practice problems, multiple choice, riddle, brain teaser, sudoku, early childhood, montessori, dyslexia, esl, toeic, english grammar, spoken english, sentence analysis, language partner, dynasty, civilization, renaissance, religion, bible, islam, buddha, taoism, plato, socrates, devil's advocate, word problem, encyclopedia, complex concepts, complex topics, layman, five year old, music theory, training program, training materials`,
    2: `proficiency, exploration, topics, theoretical, cultural, knowledgeable, in depth, hints, thought process, learn, explain, explanation, training, educate, instruct, instruction, exercises, analogies, comprehension, chinese language, philosophy, culture, beginner, intermediate, history, ethics, moral`,
    1: `academic, simplify, step by step, easy to understand, patiently`,
    '4?': 'pupil, college, kindergarten, scripture, buddhism, buddhist, accent, campus, puzzle, trivia, gifted, christian, zen, kant, ancient, piano, guitar, violin',
    '1.2?': 'teach me, master, degree, faculty, curious',
  },
  masks:
    'old school, main course, of course, course of action, course correct, golf course, race course, case study, case studies, school of thought, conversation history, chat history, version history, git history, commit history, browsing history, message history, medical history, order history, work history, study participants, feasibility study',
}
