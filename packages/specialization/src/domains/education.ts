import type { LexiconSource } from './lexicon.ts'

export const education: LexiconSource = {
  slug: 'education',
  label: 'Education and teaching',
  scale: 1.1,
  terms: {
    5: `explainer, academic coach, teacher, tutor, educator, professor, lecturer, instructor, curriculum, instructional designer, teaching, pedagogy, pedagogical, elearning, language learning, academic advisor, librarian, homeschooling, education, chess coach, coding bootcamp, college counselor, spelling bee`,
    4: `learner, quizzes, geometry, calculus, trigonometry, mathematics, scholarship, arithmetic, mentorship, aristotle, nietzsche, etiquette, preschool, flashcard, parenting, stoicism, syllabus, tutorial, example sentences, part of speech, tense, hiragana, pinyin, latin, dictation, english speaking, cefr, test questions, scoring criteria, key concepts, abstract concepts, feynman, postgraduate, academic integrity, extracurricular, debater, mcq, student, school, university, undergraduate, lesson, course, homework, assignment, exam, ielts, toefl, rubric, teach, simple terms, math, algebra, vocabulary, pronunciation, phonetics, bilingual, language skills, mnemonic, critical thinking, socratic, geography, admission, study, eli5, e learning, public speaking, textbook, mind map, classroom, quiz, learning objective, learning outcome, learning path, learning plan, learning style, formative assessment, grading, gpa, gre, gmat, k-12, college application, lms, spaced repetition, anki, active recall, practice questions, multiple choice, riddle, brain teaser, sudoku, early childhood, montessori, dyslexia, esl, english grammar, spoken english, dynasty, civilization, renaissance, religion, bible, islam, buddha, taoism, plato, socrates, devil's advocate, encyclopedia, complex concepts, complex topics, layman, music theory, training program, training materials, literacy, reading list, usmle, memorize, learning experience, learning companion, lecture, torah, quran, islamic, religious, phonics, hindu, scripture, educational, career counseling, english conversation, language partner, toeic, confucianism`,
    2: `proficiency, exploration, theoretical, cultural, hints, learn, educate, instruct, exercises, analogies, comprehension, chinese language, beginner, intermediate, history, moral, historical, debate, mentor, coaching, facilitator, instructional, basics, jewish, spoken language, explanation, deepen, grade, taught, examination`,
    1: `academic, simplify, easy to understand, patiently, explain, knowledgeable, training, culture, philosophy, ethics, topics, problem solving, concept, curiosity, subject, simpler`,
    '4?': 'college, kindergarten, buddhism, buddhist, accent, campus, puzzle, trivia, gifted, christian, zen, ancient, piano, guitar, violin, hebrew, spanish, french, mandarin, japanese, korean, german, italian, arabic',
    '1.2?': 'teach me, master, degree, faculty, curious, logic, coach, child, kid, god, faith, patience',
    3: `correct answer, visual aid, prayer`,
    '2?': 'tradition',
  },
  masks:
    'old school, main course, of course, course of action, course correct, golf course, race course, case study, case studies, school of thought, conversation history, chat history, version history, git history, commit history, browsing history, message history, medical history, order history, work history, study participants, feasibility study',
}
