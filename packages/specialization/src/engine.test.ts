import { describe, expect, it } from 'vitest'
import { inflect } from './inflect.ts'
import { findSkipped } from './markup.ts'
import { createMatcher } from './matcher.ts'
import { toPlain } from './plain.ts'
import { termWords } from './tokenize.ts'

describe('inflect', () => {
  it.each([
    ['contract', 'contracts'],
    ['policy', 'policies'],
    ['analyst', 'analysts'],
    ['search', 'searches'],
    ['write', 'writing'],
    ['plan', 'planning'],
    ['lawyers', 'lawyer'],
    ['studies', 'study'],
    ['cve', 'cves'],
  ])('%s has the form %s', (word, form) => {
    expect(inflect(word)).toContain(form)
  })

  it('leaves words alone that only look like plurals', () => {
    expect(inflect('business')).not.toContain('busines')
    expect(inflect('analysis')).not.toContain('analysi')
  })
})

describe('termWords', () => {
  it.each([
    ['Node.js', ['node', 'js']],
    ['C++', ['c++']],
    ['.NET', ['.net']],
    ['ASP.NET', ['asp', 'net']],
    ['CI/CD', ['ci', 'cd']],
    ['Café crème', ['cafe', 'creme']],
    ['entwickl*', ['entwickl*']],
    ['数据库', ['数', '据', '库']],
    ['AI開発', ['ai', '開', '発']],
  ])('%s', (term, words) => {
    expect(termWords(term)).toEqual(words)
  })
})

describe('forms that are words of their own', () => {
  const found = (text: string, ...phrases: string[]) =>
    createMatcher(phrases)
      .match(text)
      .map(({ phrase }) => phrase)

  it('still end and continue phrases', () => {
    expect(found('Writes user stories.', 'user story', 'stories')).toEqual(['user story'])
    expect(found('Writes stories.', 'story', 'user stories')).toEqual(['story'])
    expect(found('Designs systems engineers like.', 'systems engineer', 'engineers')).toEqual([
      'systems engineer',
    ])
  })

  it('mean what their word means where they only begin other phrases', () => {
    expect(found('One color.', 'colors', 'color scheme')).toEqual(['colors'])
    expect(found('A color scheme.', 'colors', 'color scheme')).toEqual(['color scheme'])
  })

  it('stay themselves where they are a phrase', () => {
    expect(found('marketing', 'market', 'marketing')).toEqual(['marketing'])
    expect(found('unit tests', 'unit test', 'unit tests')).toEqual(['unit tests'])
  })
})

describe('createMatcher', () => {
  const { match } = createMatcher([
    'machine learning',
    'machine',
    'C++',
    'data*',
    'état',
    'ё',
    '数据库',
    '.NET',
    '',
  ])
  const found = (text: string) =>
    match(text).map(({ phrase, start, end }) => `${phrase}=${text.slice(start, end)}`)

  it('prefers the longest, by whole words', () => {
    expect(found('machine learning machines')).toEqual([
      'machine learning=machine learning',
      'machine=machines',
    ])
    expect(found('machinery')).toEqual([])
    expect(found('machineLearning')).toEqual(['machine learning=machineLearning'])
  })

  it('takes signs, open endings, accents and scripts without spaces', () => {
    expect(found('C++ and C+ +')).toEqual(['C++=C++'])
    expect(found('in .NET, on the net')).toEqual(['.NET=.NET'])
    expect(found('Databases')).toEqual(['data*=Databases'])
    expect(found('Etats, ÉTAT')).toEqual(['état=Etats', 'état=ÉTAT'])
    expect(found('关系数据库管理')).toEqual(['数据库=数据库'])
  })

  it('tells words with the same hash apart', () => {
    // Only the first, the middle and the last four letters of a long word are hashed.
    const { match } = createMatcher(['abcdXefghYijkl', 'abcdZefghYijkl'])
    const found = match('abcdxefghyijkl abcdzefghyijkl abcdqefghyijkl').map(({ phrase }) => phrase)
    expect(found).toEqual(['abcdXefghYijkl', 'abcdZefghYijkl'])
  })

  it('tells letters apart that look the same as bytes', () => {
    // б and ѱ share a byte, and all characters that are words do.
    const { match } = createMatcher(['база', '数'])
    expect(match('база бáзс Ѱаза 数 据').map(({ start }) => start)).toEqual([0, 15])
  })

  it.each(['machine learning, rust', 'machine learning, 数据 rust', 'the rust, machine learning'])(
    'finds phrases wherever a block of the text ends: %s',
    (end) => {
      const { match } = createMatcher(['machine learning', 'rust', '数据'])
      const found = (text: string) => match(text).map(({ start, end }) => text.slice(start, end))
      for (let filled = 2010; filled < 2050; filled++)
        expect(found(`${'x'.repeat(filled)} ${end}`)).toEqual(found(end))
    },
  )
})

describe('toPlain', () => {
  it('is the text itself where nothing is to do', () => {
    const { bytes, ...plain } = toPlain('plain é text', true)
    expect(plain).toEqual({ text: 'plain é text', starts: undefined, ends: undefined })
    expect(String.fromCharCode(...bytes.subarray(0, 16))).toBe('plain e text\0\0\0\0')
  })

  it('maps each code unit back', () => {
    const source = 'a\u0301ﬁ&amp;\u00adz'
    const { text, starts, ends } = toPlain(source, true)
    expect(text).toBe('áfi&z')
    expect([...starts!]).toEqual([0, 2, 2, 3, 9, 10])
    expect([...ends!]).toEqual([2, 3, 3, 8, 10])
  })

  it('leaves entities where markup is off', () => {
    expect(toPlain('R&amp;D', false).text).toBe('R&amp;D')
  })
})

describe('findSkipped', () => {
  const cut = (text: string) =>
    findSkipped(text).map(({ start, end, reason }) => `${reason}:${text.slice(start, end)}`)

  it('finds code, links, addresses and tags', () => {
    expect(cut('a\n```js\ncode\n```\nb')).toEqual(['code:```js\ncode\n```'])
    expect(cut('see https://a.b/c?d, www.x.y')).toEqual(['url:https://a.b/c?d,', 'url:www.x.y'])
    expect(cut('[text](http://a/b) mail me@a.org')).toEqual(['url:](http://a/b', 'url:me@a.org'])
    expect(cut('<p class="x">y</p> 1 < 2')).toEqual(['code:<p class="x">', 'code:</p>'])
  })

  it('takes a fence that nothing closes for text', () => {
    expect(cut('```\nall of the rest')).toEqual([])
  })
})
