import { defineConfig } from 'tsup'

const letters = {
  base_: 'e',
  blow_: 'o',
  body_: 'y',
  debt_: 't',
  free_: 's',
  guard_: 'c',
  headers_: 'a',
  key_: 'r',
  next_: 'l',
  url_: 'i',
  walk_: 'n',
}

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    problem: 'src/problem.ts',
    'server/index': 'src/server/index.ts',
    'server/node': 'src/server/node.ts',
    'openapi/index': 'src/openapi/index.ts',
    'react/index': 'src/react/index.ts',
    'react/query': 'src/react/query.ts',
    'upload/index': 'src/upload/index.ts',
    'tabs/index': 'src/tabs/index.ts',
    wake: 'src/wake.ts',
  },
  format: 'esm',
  target: 'es2022',
  dts: true,
  clean: true,
  tsconfig: 'tsconfig.build.json',
  esbuildOptions(options) {
    // What ends in an underscore is seen by no user, and goes by a letter or two. One build has one name for each.
    options.mangleProps = /[a-z]_$/
    // These letters, since with them gzip finds the most that it has seen before; what is new is given one of the rest.
    options.mangleCache = letters
    // Constants are put where they are used, but the code stays readable.
    options.minifySyntax = true
  },
})
