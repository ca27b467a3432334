import { describe, expect, it } from 'vitest'
import { Router } from './router.ts'

function make(...routes: [method: string, path: string][]): Router<string> {
  const router = new Router<string>()
  for (const [method, path] of routes) router.add(method, path, `${method} ${path}`)
  return router
}

describe('router', () => {
  it('prefers literals, then mixed segments, whatever the order of declaration', () => {
    const router = make(['GET', '/a/:id'], ['GET', '/a/:id.json'], ['GET', '/a/me'], ['GET', '/a/v-:id.json'])
    const find = (path: string) => router.find('GET', path)?.match
    expect(find('/a/me')?.entry).toBe('GET /a/me')
    expect(find('/a/7.json')).toEqual({ entry: 'GET /a/:id.json', params: { id: '7' } })
    expect(find('/a/a.b.json')).toEqual({ entry: 'GET /a/:id.json', params: { id: 'a.b' } })
    expect(find('/a/v-7.json')).toEqual({ entry: 'GET /a/v-:id.json', params: { id: '7' } })
    expect(find('/a/7')).toEqual({ entry: 'GET /a/:id', params: { id: '7' } })
  })

  it('goes back where a literal leads nowhere, and gathers the methods of all that fit', () => {
    const router = make(['GET', '/a/me'], ['DELETE', '/a/:id'], ['GET', '/a/me/x'], ['GET', '/a/:id/y'])
    expect(router.find('DELETE', '/a/me')?.match?.params).toEqual({ id: 'me' })
    expect(router.find('GET', '/a/me/y')?.match?.params).toEqual({ id: 'me' })
    expect(router.find('POST', '/a/me')).toEqual({ match: undefined, methods: ['GET', 'DELETE'] })
  })

  it('decodes each parameter once, slashes included, and refuses broken encoding', () => {
    const router = make(['GET', '/a/:id/b'], ['GET', '/ü x'])
    expect(router.find('GET', '/a/x%2Fy%2525/b')?.match?.params).toEqual({ id: 'x/y%25' })
    expect(router.find('GET', '/%C3%BC%20x')?.match?.entry).toBe('GET /ü x')
    expect(() => router.find('GET', '/a/%E0%A4%A/b')).toThrow(URIError)
  })

  it('knows no empty parameter, no trailing slash and no prefix', () => {
    const router = make(['GET', '/a/:id'], ['GET', '/'])
    for (const path of ['/a/', '/a/x/', '/a', '/a/x/y', '/b'])
      expect(router.find('GET', path)).toBeUndefined()
    expect(router.find('GET', '/')?.match?.entry).toBe('GET /')
  })

  it('refuses the same path twice, whatever its parameters are called', () => {
    expect(() => make(['GET', '/a/:id'], ['GET', '/a/:name'])).toThrow('The contract has GET /a/:name twice')
    expect(() => make(['GET', '/a/:id'], ['PUT', '/a/:name'])).not.toThrow()
  })

  it('is not slowed by segments made to be tried at every place', () => {
    const router = make(['GET', '/:a-:b-:c.json'])
    expect(router.find('GET', `/${'-'.repeat(100_000)}`)).toBeUndefined()
  })
})
