import { defineConfig } from 'tsup'

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    'server/index': 'src/server/index.ts',
    'server/node': 'src/server/node.ts',
    'openapi/index': 'src/openapi/index.ts',
  },
  format: 'esm',
  target: 'es2022',
  dts: true,
  clean: true,
  tsconfig: 'tsconfig.build.json',
})
