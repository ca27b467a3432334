import { defineConfig } from 'tsup'
import manifest from './package.json' with { type: 'json' }

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    node: 'src/node.ts',
    'testing/index': 'src/testing/index.ts',
  },
  format: 'esm',
  target: 'es2022',
  dts: true,
  clean: true,
  tsconfig: 'tsconfig.build.json',
  define: { VERSION: JSON.stringify(manifest.version) },
  esbuildOptions(options) {
    // What ends in an underscore is seen by no user, and goes by a letter or two. One build has one name for each.
    options.mangleProps = /[a-z]_$/
    // Constants are put where they are used, but the code stays readable.
    options.minifySyntax = true
  },
})
