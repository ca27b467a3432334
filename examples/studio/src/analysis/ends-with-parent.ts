// Imported first: the process ends when its standard input does, so that it never outlives the one that started it,
// however that one ended.
process.stdin
  .resume()
  .once('end', () => process.exit(1))
  .once('error', () => process.exit(1))
if ('unref' in process.stdin) (process.stdin as { unref(): void }).unref()
