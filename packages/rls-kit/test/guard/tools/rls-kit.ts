import { main } from '../../../src/cli/main.ts'

// The binary prefers dist, which may be older than the source under test.
await main()
