import { defineConfig } from 'tsup'
import { packLexicons } from './build/pack.ts'
import { written } from './src/domains/written.ts'

const locales = ['ar', 'de', 'es', 'fr', 'it', 'ja', 'ko', 'pt', 'ru', 'tr', 'zh']

export default defineConfig({
  entry: {
    'domains/packed': 'src/domains/packed.ts',
    index: 'src/index.ts',
    'core/index': 'src/core/index.ts',
    'engine/index': 'src/engine/index.ts',
    'locales/index': 'src/locales/index.ts',
    ...Object.fromEntries(locales.map((code) => [`locales/${code}`, `src/locales/${code}.ts`])),
    'refine/index': 'src/refine/index.ts',
    'cli/main': 'src/cli/main.ts',
  },
  format: 'esm',
  target: 'es2022',
  dts: true,
  clean: true,
  tsconfig: 'tsconfig.build.json',
  esbuildPlugins: [packLexicons(written)],
})
