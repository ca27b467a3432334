import type { Domain } from '../types.ts'
import { lexicon } from './lexicon.ts'

export const education: Domain = /* @__PURE__ */ lexicon({
  slug: 'education',
  label: 'Education and teaching',
  scale: 1.1,
  terms: {
    5: `history expert, language master, explainer, art teacher, thinking coach, english words, word memory, academic coach, study abroad advisor, teacher, tutor, tutoring, educator, professor, lecturer, instructor, curriculum, instructional designer, instructional design, teaching, pedagogy, pedagogical, elearning, language learning, academic advisor, librarian, homeschooling, education, educational, chess coach, coding bootcamp`,
    4: `linguistic structures, affixes, example sentences, collocation, part of speech, tense, conjugation, kanji, hiragana, jlpt, hsk, pinyin, hanzi, latin, esperanto, accent, dictation, english speaking, english proficiency, language proficiency, cefr, cet, examination, test questions, scoring criteria, key concepts, abstract concepts, feynman, learning goals, lifelong learning, constructivism, campus, postgraduate, phd application, academic integrity, extracurricular, debate, debater, debating, riddle, popular science, fractions, chinese history, historical, confucius, confucian, confucianism, taoism, taoist, buddhism, buddhist, zen, plato, aristotle, kant, nietzsche, stoicism, stoic, logic, coaching, training materials, mcq, student, students, learners, school, university, undergraduate, lesson, lessons, course, homework, assignment, exam, exams, ielts, toefl, rubric, learning path, learning plan, teach, tutorials, explain concepts, explain complex, simple terms, math, algebra, vocabulary, pronunciation, phonetics, bilingual, language skills, english conversation, mnemonic, critical thinking, socratic, geography, admission, mentor, study`,
    2: `proficiency, explanations, exploration, topics, theoretical, cultural, learned, curious, knowledgeable, in depth, hints, thought process, learn, learning, explain, explanation, explaining, training, educate, instruct, instruction, exercises, analogies, comprehension, chinese language, philosophy, culture, beginner, beginners, intermediate`,
    1: `academic, simplify, step by step, easy to understand, patiently`,
  },
  gated:
    'course work, teach me, master, degree, faculty, dean, tutor mode',
  masks:
    'machine learning, deep learning, reinforcement learning, transfer learning, supervised learning, unsupervised learning, learning rate, federated learning, active learning loop, training data, model training, old school, main course, of course, course of action, course correct, golf course, race course, case study, case studies, school of thought, strength training, corporate culture, company culture, study participants, feasibility study',
})
