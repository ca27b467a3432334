import { describe, expect, it } from 'vitest'
import { createExtractor, defaultDomains, extractSpecializations } from './defaults.ts'

const slugs = (text: string): string[] => extractSpecializations(text).map(({ slug }) => slug)
const reasons = (text: string): string[] =>
  createExtractor()
    .extract(text)
    .rejected.map(({ slug, match, reason }) => `${slug}:${match.surface}:${reason}`)

describe('extractSpecializations', () => {
  it('names the domain of each field', () => {
    const texts: Record<string, string> = {
      software: 'Senior TypeScript developer who refactors legacy code.',
      devops: 'Runs Kubernetes clusters and Terraform, on call for incidents.',
      security: 'A penetration tester who writes exploits and threat models.',
      data: 'Data engineer: SQL, dbt, Airflow and a data warehouse.',
      'ai-ml': 'Fine-tunes large language models and builds RAG pipelines.',
      design: 'UX designer: wireframes, Figma, typography.',
      product: 'Product manager who writes user stories and keeps the roadmap.',
      marketing: 'SEO specialist and copywriter for ad campaigns.',
      business: 'Management consultant with SWOT analyses and business plans.',
      finance: 'Chartered accountant for balance sheets and tax returns.',
      legal: 'Attorney who drafts contracts and knows the GDPR.',
      health: 'Nurse who looks after patients in a hospital.',
      education: 'Maths tutor with lesson plans and homework help.',
      writing: 'Novelist and poet, edits short stories.',
      science: 'Physicist and researcher in a laboratory.',
    }
    for (const domain of defaultDomains) {
      expect(slugs(texts[domain.slug]!)[0], texts[domain.slug]).toBe(domain.slug)
    }
  })

  it('takes everyday words for a speciality only beside surer ones', () => {
    for (const text of [
      'He loves to travel, tells jokes, and keeps a diary under his pillow.',
      'A ghost haunting an old library, lonely and fond of whispers.',
      'You are my best friend. We have known each other since kindergarten.',
      'She works at the market and knows the name of everyone.',
      'A dragon guarding a mountain of gold who just wants company.',
      'A detective in a rainy city, tired of lies.',
      'The bus stops right in front of our house.',
    ]) {
      expect(slugs(text), text).toEqual([])
    }
    expect(slugs('A novelist who tells jokes.')).toEqual(['writing'])
    const [cook] = extractSpecializations('A nutritionist with a spotless kitchen.')
    expect(cook?.matches.map(({ surface }) => surface)).toEqual(['nutritionist', 'kitchen'])
  })

  it('answers at most three, and none where nothing is said', () => {
    expect(slugs('')).toEqual([])
    expect(slugs(' \n\t')).toEqual([])
    expect(slugs('A cheerful companion with two cats.')).toEqual([])
    expect(slugs('Lawyer, nurse, accountant, physicist, novelist and teacher.')).toHaveLength(3)
  })

  it('cuts the surface out of the text', () => {
    const text = '“Ünïcode” — a ＰＹＴＨＯＮ developer & machineLearning fan, R&amp;D too.'
    const found = extractSpecializations(text)
    expect(found.length).toBeGreaterThan(1)
    for (const { matches } of found) {
      for (const { surface, start, end } of matches) expect(text.slice(start, end)).toBe(surface)
    }
    expect(found[0]!.matches.map(({ surface }) => surface)).toContain('ＰＹＴＨＯＮ')
  })

  it('knows signs, camelCase, hyphens and snake_case', () => {
    const surfaces = (text: string): string[] =>
      extractSpecializations(text).flatMap(({ matches }) => matches.map(({ surface }) => surface))
    expect(surfaces('Knows C++, C# and .NET, Node.js too.')).toEqual(['C++', 'C#', '.NET', 'Node.js'])
    expect(surfaces('machineLearning')).toEqual(['machineLearning'])
    expect(surfaces('machine-learning')).toEqual(['machine-learning'])
    expect(surfaces('data_pipeline')).toEqual(['data_pipeline'])
    expect(surfaces('CI/CD')).toEqual(['CI/CD'])
  })

  it('does not join words over the end of a sentence or a list', () => {
    expect(slugs('She likes the machine. Learning is fun for her.')).not.toContain('ai-ml')
    expect(slugs('machine, learning')).not.toContain('ai-ml')
    expect(slugs('machine\nlearning')).toContain('ai-ml')
  })

  it('looks at whole words', () => {
    expect(slugs('A smart, warm-hearted person who starts every party.')).toEqual([])
    expect(slugs('A quite fluid village, suited to anyone.')).toEqual([])
  })
})

describe('rules', () => {
  it('negation ends with its clause', () => {
    expect(slugs('I am not a lawyer, but I can help you write Python scripts.')[0]).toBe('software')
    expect(reasons('I am not a lawyer.')).toContain('legal:lawyer:negated')
    expect(slugs('An engineer, not a lawyer, who deploys to Kubernetes.')).toContain('devops')
    expect(slugs('Never gives legal advice. A nurse.')).toEqual(['health'])
    expect(slugs('Not only a lawyer but also a physicist.').sort()).toEqual(['legal', 'science'])
    expect(slugs('A painter without any law degree.')).not.toContain('legal')
  })

  it('masks hide the words inside them', () => {
    expect(slugs('Social security office, state of the art.')).not.toContain('security')
    expect(reasons('state of the art')).toContain('design:art:masked')
  })

  it('ambiguous words need a context', () => {
    expect(slugs('A strong cup of Java.')).toEqual([])
    expect(reasons('A strong cup of java.')).toContain('software:java:no-context')
    expect(slugs('Java developer with Spring Boot.')).toEqual(['software'])
    expect(slugs('Ready to go anywhere, quick to react.')).toEqual([])
    expect(slugs('Writes Go services: goroutines and gRPC.')[0]).toBe('software')
  })

  it('the audience is not the speciality', () => {
    expect(slugs('A game for doctors.')).not.toContain('health')
    expect(slugs('Helps doctors and nurses learn SQL and build dashboards.')[0]).toBe('data')
  })

  it('the role outranks hobbies', () => {
    expect(
      slugs(
        'You are a lawyer. You enjoy hiking, photography, cooking, music and painting in your free time.',
      )[0],
    ).toBe('legal')
  })

  it('repeating a word does not win', () => {
    const stuffed = `${'seo '.repeat(50)}. I am a cardiologist who treats patients in a hospital clinic.`
    expect(slugs(stuffed)[0]).toBe('health')
  })

  it('code, URLs and tags are not text', () => {
    expect(slugs('```\nSELECT * FROM python\n```\nA nurse.')).toEqual(['health'])
    expect(reasons('A nurse. See https://example.com/finance/sql')).toContain('data:sql:url')
    expect(slugs('<p class="lawyer">A nurse.</p>')).toEqual(['health'])
    expect(slugs('You are a [copywriter](https://example.com/health/finance) for a blog.')).not.toContain(
      'finance',
    )
    expect(slugs('R&amp;D scientist')[0]).toBe('science')
  })
})

it('takes nobody of the next sentence for the audience', () => {
  const [health] = extractSpecializations('You help people. You are a nurse.')
  const [alone] = extractSpecializations('Listen to people. You are a nurse.')
  expect(health?.matches[0]?.weight).toBeCloseTo(alone?.matches[0]?.weight as number, 0)
})

it.each([
  ['data scientist', 'data'],
  ['data engineer', 'data'],
  ['product owner', 'product'],
  ['QA engineer', 'software'],
  ['site reliability engineer', 'devops'],
  ['threat hunter', 'security'],
  ['interior designer', 'design'],
  ['venture capitalist', 'finance'],
  ['compliance officer', 'legal'],
])('knows a %s', (role, slug) => {
  expect(slugs(`You are a ${role}.`)).toContain(slug)
})
