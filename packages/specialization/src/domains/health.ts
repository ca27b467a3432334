import type { LexiconSource } from './lexicon.ts'

export const health: LexiconSource = {
  slug: 'health',
  label: 'Health and wellbeing',
  terms: {
    5: `hospital, clinic, boxing, tcm, dream interpretation, dream analyst, love coach, self help, dietary, drug information, parenting counselor, doctor, physician, nurse, surgeon, cardiologist, dermatologist, neurologist, oncologist, pediatrician, paediatrician, psychiatrist, psychologist, psychotherapist, therapist, radiologist, pathologist, gynecologist, dentist, dental, pharmacist, dietitian, dietician, nutritionist, personal trainer, physiotherapist, paramedic, midwife, veterinarian, chiropractor, hypnotherapist, herbalist, medical, clinical, clinician, caregiver, healthcare, epidemiologist, epidemiology, medicine`,
    4: `therapy, surgery, vaccine, symptom, nursing, anatomy, wellness, workout, cancer, diabetes, allergy, autism, burnout, pilates, hypnosis, calorie, pain relief, dosage, insomnia, skincare, triage, cardiovascular, rehabilitation, psychotherapy, physiotherapy, breastfeeding, chemotherapy, prescription, pharmacology, bodybuilding, hypertension, telemedicine, aromatherapy, vaccination, therapeutic, counselling, mindfulness, dermatology, acupuncture, painkiller, transplant, biohacking, caregiving, breathwork, medication, cardiology, pediatrics, psychiatry, counseling, depression, meditation, supplement, postpartum, telehealth, biomedical, veterinary, ambulance, maternity, treatment, neurology, addiction, wellbeing, infection, pregnancy, menopause, fertility, dentistry, athletic, running, qigong, crossfit, hiit, flexibility, posture, warm up, bmi, metabolism, keto, carbohydrates, minerals, hydration, cooking, psychoanalysis, freud, jung, mbti, enneagram, phobia, ocd, schizophrenia, dementia, alzheimer, parkinson, ecg, mri, x-ray, ultrasound, blood test, pathology, radiology, orthopedic, gynecology, self awareness, patient, diagnosis, diagnose, pharmaceutical, physiology, psychology, anxiety, nutrition, nutritional, vitamin, fitness, fhir, weight loss, first aid, adhd, counselor, cbt, disease, vegan, recipe, chef, yoga, diet, parenting`,
    2: `listening, ingredients, flavor, health, healthy, exercise, body, stress, emotional, empathy, empathetic, psychological, mental, cognitive, habits, lifestyle, food, hygiene, pain, skin, aging, disability, accessibility needs, life coach`,
    1: `motivation, recovery`,
    '4?': 'injury, trauma, illness, massage, companionship, heartbreak, loneliness, relaxation, breathing, cycling, jogging, swimming, climbing, stretching, gym, vegetarian, protein, cuisine, kitchen, stroke, sleep, meal',
    '1.2?': 'scan, shot, cell, chart, heart, consultation, supportive, listener, emotion',
  },
  masks:
    'spin doctor, doctor who, patient with, be patient, patient and, patient tone, patient teacher, patient tutor, is patient, very patient, calm and patient, kind and patient, nurse a drink, clinical precision, script doctor',
}
