import { describe, expect, it } from 'vitest'
import { fillPath, queryString } from './path.ts'

describe('fillPath', () => {
  it('encodes each parameter as one segment', () => {
    expect(fillPath('/a/:id/b/:key.json', { id: 'x/y', key: 7 })).toBe('/a/x%2Fy/b/7.json')
    expect(fillPath('/a/:id/b/:key.json', { id: 'y', key: 8 })).toBe('/a/y/b/8.json')
    expect(fillPath('/a/:from-:to', { from: 1, to: '%2e' })).toBe('/a/1-%252e')
  })

  it.each([
    ['/a/:id', { id: '.' }],
    ['/a/:id', { id: '..' }],
    ['/a/:id/b', { id: '' }],
    ['/a/:id', {}],
    ['/a/:x.', { x: '.' }],
    ['/a/.:x', { x: '.' }],
    ['/a/:x:y', { x: '.', y: '.' }],
  ])('refuses %j with %j', (path, params) => {
    expect(() => fillPath(path, params)).toThrow(/^\/a\/.*: unfit (id|x)$/)
  })

  it('leaves no way out of the segment', () => {
    for (const id of ['%2e%2e', '..%2f', '\\..', '?x', '#y', ';a=b', ' ..']) {
      const url = new URL(fillPath('/a/:id/b', { id }), 'http://host')
      expect(url.pathname.split('/')).toHaveLength(4)
      expect(decodeURIComponent(url.pathname.split('/')[2]!)).toBe(id)
    }
  })
})

describe('queryString', () => {
  it('repeats arrays, writes dates as ISO and objects as JSON, leaves nothing out but null and undefined', () => {
    expect(
      queryString({ a: [1, 'b&c'], d: new Date(0), no: null, un: undefined, o: { x: 1 }, f: false, e: '' }),
    ).toBe('?a=1&a=b%26c&d=1970-01-01T00%3A00%3A00.000Z&o=%7B%22x%22%3A1%7D&f=false&e=')
    expect(queryString({ 'a b': 'c d', lone: '\ud800' })).toBe('?a%20b=c%20d&lone=%EF%BF%BD')
    expect(queryString({})).toBe('')
  })
})
