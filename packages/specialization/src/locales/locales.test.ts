import { describe, expect, it } from 'vitest'
import { createExtractor } from '../defaults.ts'
import { allLocales } from './all.ts'
import { de } from './de.ts'

const auto = createExtractor({ locales: 'auto', packs: allLocales })
const first = (text: string) => auto.extract(text).specializations[0]?.slug

describe('locales', () => {
  it.each([
    ['ar', 'أنت محام خبير في العقود والقوانين والمحاكم.', 'legal'],
    [
      'de',
      'Du bist ein erfahrener Softwareentwickler und schreibst Quellcode für die Webentwicklung.',
      'software',
    ],
    ['es', 'Eres un profesor de matemáticas que ayuda a los estudiantes con los exámenes.', 'education'],
    ['fr', 'Vous êtes un avocat spécialisé dans le droit du travail et les contrats.', 'legal'],
    ['it', 'Sei un medico che cura i pazienti in un ospedale e conosce le malattie.', 'health'],
    ['ja', 'あなたは経験豊富な弁護士です。契約と訴訟を専門としています。', 'legal'],
    ['ko', '당신은 경험 많은 변호사입니다. 계약과 소송을 다룹니다.', 'legal'],
    ['pt', 'Você é um advogado especializado em contratos e legislação para empresas.', 'legal'],
    ['ru', 'Вы опытный программист, который занимается разработкой и отладкой на Python.', 'software'],
    ['tr', 'Sen deneyimli bir avukat ve hukuk danışmanısın; sözleşme ve dava konusunda uzmansın.', 'legal'],
    ['zh', '你是一名资深律师，擅长合同审查与知识产权。', 'legal'],
  ])('%s', (_code, text, slug) => {
    expect(first(text)).toBe(slug)
  })

  it('leaves English texts to English', () => {
    const english = createExtractor()
    for (const text of [
      'You are a lawyer for the arts.',
      'Translates from French: le chat est sur la table.',
      // "a" is a word of French, and "pirate" one of its security.
      'A pirate with a map, a hook and a grin.',
    ]) {
      expect(auto.extract(text)).toEqual(english.extract(text))
    }
  })

  it('packs given as locales always apply', () => {
    expect(createExtractor({ locales: [de] }).extract('Rechtsanwalt').specializations[0]?.slug).toBe('legal')
    expect(createExtractor().extract('Rechtsanwalt').specializations).toEqual([])
  })

  it('negation is known in each language that has cues', () => {
    expect(
      auto.extract('Du bist kein Rechtsanwalt und das ist für dich nicht schlimm.').specializations,
    ).toEqual([])
    for (const { cues } of allLocales) expect(cues?.negation?.length).toBeGreaterThan(2)
  })

  it('each pack speaks of all 15 domains', () => {
    for (const pack of allLocales) {
      expect(Object.keys(pack.keywords), pack.code).toHaveLength(15)
      expect(() => createExtractor({ locales: [pack] })).not.toThrow()
    }
  })
})
