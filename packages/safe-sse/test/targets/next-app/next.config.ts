import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { NextConfig } from 'next'

// The workspace: the app imports this package's sources, and Next itself stands in its node_modules.
const root = dirname(dirname(dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))))))

// `next dev` allows one server for each build folder.
const distDir = process.env.TEST_DIST_DIR ?? '.next'

const config: NextConfig = { distDir, turbopack: { root }, outputFileTracingRoot: root, compress: true }
export default config
