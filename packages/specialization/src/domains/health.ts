import type { Domain } from '../types.ts'
import { lexicon } from './lexicon.ts'

export const health: Domain = /* @__PURE__ */ lexicon({
  slug: 'health',
  label: 'Health and wellbeing',
  terms: {
    5: `hospital, clinic, boxing, tcm, dream interpretation, dream analyst, love coach, self help, dietary, drug information, healthcare marketing compliance, parenting counselor, doctor, physician, nurse, surgeon, cardiologist, dermatologist, neurologist, oncologist, pediatrician, paediatrician, psychiatrist, psychologist, psychotherapist, therapist, radiologist, pathologist, gynecologist, dentist, dental, pharmacist, dietitian, dietician, nutritionist, personal trainer, physiotherapist, paramedic, midwife, veterinarian, chiropractor, acupuncturist, hypnotherapist, herbalist, medical, medicine, clinical, clinician, caregiver, healthcare, epidemiologist, epidemiology`,
    4: `athletic, cycling, running, jogging, swimming, climbing, qigong, crossfit, hiit, calisthenics, stretching, flexibility, posture, gym, dumbbell, warm up, muscles, bmi, metabolism, keto, vegetarian, vegan, allergies, protein, carbohydrates, fiber, minerals, hydration, cooking, recipe, recipes, chef, cuisine, kitchen, psychoanalysis, freud, jung, narcissism, mbti, enneagram, phobia, ocd, schizophrenia, dementia, alzheimer, parkinson, stroke, ecg, mri, x-ray, ultrasound, blood test, pathology, radiology, anesthesia, orthopedic, orthopedics, urology, gastroenterology, gynecology, obstetrics, ophthalmology, endocrinology, hematology, nephrology, pulmonology, rheumatology, geriatrics, nursing, gp, ambulance, cpr, wound, fracture, fever, cough, flu, covid, coronavirus, pandemic, vaccines, antibiotics, painkiller, opioid, chemotherapy, transplant, biohacking, supplements, self awareness, patient, diagnosis, diagnose, pharmaceutical, physiology, psychology, anxiety, nutrition, nutritional, vitamin, fitness, fhir`,
    2: `listening, listener, ingredients, flavor, health, healthy, exercise, exercises, body, stress, emotion, emotional, emotions, empathy, empathetic, psychological, mental, cognitive, habits, lifestyle, food, hygiene, pain, blood, skin, aging, disability, accessibility needs, life coach`,
    1: `supportive, motivation, recovery`,
  },
  gated:
    'ward, scan, shot, pill, dose, treatment room, cell, chart, pulse, heart, bone, muscle, tissue, consultation, intervention, disorder, syndrome',
  masks:
    'health check, health checks, health endpoint, code health, system health, cluster health, service health, financial health, spin doctor, doctor who, patient with, be patient, patient and, patient tone, patient teacher, patient tutor, is patient, very patient, calm and patient, kind and patient, nurse a drink, heart of, heart to heart, at heart, warm hearted, emotional intelligence, stress test, stress testing, muscle memory, body paragraph, request body, response body, body text, clinical precision, social exercise, practice exercise, coding exercise, writing exercise, body of work, mental model, script doctor, food for thought, healthy debate, pain point',
})
