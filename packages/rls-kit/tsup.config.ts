import { defineConfig } from 'tsup'

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    'guard/index': 'src/guard/index.ts',
    'adapters/drizzle': 'src/adapters/drizzle.ts',
    'adapters/prisma': 'src/adapters/prisma.ts',
    'adapters/kysely': 'src/adapters/kysely.ts',
    'cli/main': 'src/cli/main.ts',
  },
  format: 'esm',
  target: 'es2022',
  dts: true,
  clean: true,
  tsconfig: 'tsconfig.build.json',
})
