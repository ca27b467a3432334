import { checkStatement } from './statement.ts'

/** How many texts are remembered, and how long one may be to be worth it. */
const capacity = 512
const longest = 8_192

/** What is known of a text that passed. */
interface TextFacts {
  /** It mentions PREPARE, as a DO block may. */
  readonly mayPrepare: boolean
}

/**
 * Refuses a text, or says what is known of it.
 *
 * @throws {@link RlsKitError} `STATEMENT_REFUSED`
 */
export type TextCheck = (text: string) => TextFacts

/** Looks at each text once: the same ones come again and again, and looking costs more than remembering. */
export function textCheck(settings: readonly string[]): TextCheck {
  const passed = new Map<string, TextFacts>()
  return (text) => {
    const known = passed.get(text)
    if (known !== undefined) return known
    checkStatement(text, settings)
    const facts = { mayPrepare: /\bprepare\b/i.test(text) }
    if (text.length > longest) return facts
    if (passed.size >= capacity) passed.delete(passed.keys().next().value as string)
    passed.set(text, facts)
    return facts
  }
}
