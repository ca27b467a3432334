import type { LexiconSource } from './lexicon.ts'

export const health: LexiconSource = {
  slug: 'health',
  label: 'Health and wellbeing',
  terms: {
    5: `hospital, clinic, boxing, tcm, dream interpretation, dream analyst, love coach, self help, dietary, drug information, parenting counselor, doctor, physician, nurse, surgeon, cardiologist, dermatologist, neurologist, oncologist, pediatrician, paediatrician, psychiatrist, psychologist, psychotherapist, therapist, radiologist, pathologist, gynecologist, dentist, dental, pharmacist, dietitian, dietician, nutritionist, personal trainer, physiotherapist, paramedic, midwife, veterinarian, chiropractor, hypnotherapist, herbalist, medical, medicine, clinical, clinician, caregiver, healthcare, epidemiologist, epidemiology`,
    4: `therapy, disease, surgery, vaccine, injury, trauma, symptom, nursing, anatomy, wellness, workout, illness, cancer, diabetes, allergy, autism, burnout, pilates, hypnosis, calorie, pain relief, dosage, insomnia, skincare, massage, triage, cardiovascular, rehabilitation, companionship, psychotherapy, physiotherapy, breastfeeding, chemotherapy, prescription, pharmacology, bodybuilding, hypertension, telemedicine, aromatherapy, coronavirus, antibiotics, vaccination, therapeutic, counselling, mindfulness, dermatology, acupuncture, painkiller, transplant, biohacking, caregiving, heartbreak, loneliness, relaxation, breathwork, medication, cardiology, pediatrics, psychiatry, counseling, depression, meditation, supplement, postpartum, telehealth, biomedical, veterinary, ambulance, maternity, breathing, treatment, neurology, addiction, wellbeing, infection, pregnancy, menopause, fertility, dentistry, athletic, cycling, running, jogging, swimming, climbing, qigong, crossfit, hiit, stretching, flexibility, posture, gym, dumbbell, warm up, muscles, bmi, metabolism, keto, vegetarian, vegan, protein, carbohydrates, fiber, minerals, hydration, cooking, recipe, chef, cuisine, kitchen, psychoanalysis, freud, jung, narcissism, mbti, enneagram, phobia, ocd, schizophrenia, dementia, alzheimer, parkinson, stroke, ecg, mri, x-ray, ultrasound, blood test, pathology, radiology, orthopedic, gynecology, self awareness, patient, diagnosis, diagnose, pharmaceutical, physiology, psychology, anxiety, nutrition, nutritional, vitamin, fitness, fhir`,
    2: `listening, listener, ingredients, flavor, health, healthy, exercise, body, stress, emotion, emotional, empathy, empathetic, psychological, mental, cognitive, habits, lifestyle, food, hygiene, pain, skin, aging, disability, accessibility needs, life coach`,
    1: `supportive, motivation, recovery`,
    gated: 'scan, shot, cell, chart, heart, consultation',
  },
  masks:
    'spin doctor, doctor who, patient with, be patient, patient and, patient tone, patient teacher, patient tutor, is patient, very patient, calm and patient, kind and patient, nurse a drink, clinical precision, script doctor',
}
