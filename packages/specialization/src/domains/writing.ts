import type { LexiconSource } from './lexicon.ts'

export const writing: LexiconSource = {
  slug: 'writing',
  label: 'Writing and language',
  terms: {
    5: `copywriting, title generator, name generator, naming, markdown formatting, text processing, humorist, writer, novelist, poet, poetry, screenwriter, scriptwriter, storyteller, ghostwriter, essayist, journalist, reporter, columnist, blogger, proofreader, proofreading, editing, translator, translation, linguist, lyricist, rapper, songwriter, fiction, novel, screenplay, screenwriting, speechwriter, essay, paraphrase, paraphraser, summarizer, summarization, translate, commentator, comedian, biographer, book reviewer, game master, composer, etymologist, publisher, children's book, technical writer, product description`,
    4: `memoir, synonym, parody, rephrase, folklore, slogan, argumentation, autobiography, dissertation, shakespeare, paraphrased, protagonist, copyediting, fanfiction, manuscript, journalism, whitepaper, journaling, symbolism, docstring, hemingway, biography, tutorial, copywriter, faithfulness, expressiveness, native english speaker, corrections, grammatical, typo, key points, main points, main idea, extract key, condense, abbreviate, catchphrase, punchline, subplot, pacing, cliffhanger, flashback, backstory, omniscient, monologue, thriller, ode, ballad, markdown table, markdown syntax, user guides, sphinx, code comments, api reference, headlines, commentary, colloquial, dialect, originality, plagiarism, humanize, roleplaying, written, article, blog, narration, character arc, dialogue, poems, haiku, sonnet, lyrics, rap, simile, literary, rhetoric, rhetorical, genre, grammar, spelling, punctuation, style guide, readability, rewrite, revise, revision, editorial, ebook, documentation, user manual, readme, research paper, thesis, translating, localization, subtitle, transcript, transcription, summarize, idioms, wordplay, paragraph, dungeon master, book review, worldbuilding, etymology, satire, critic, eulogy, song, melody, hip hop, plot twist, character development, character profile, dnd, d&d, npc, bedtime story, short story, sci fi, prose, book recommendation, movie review, film review, theatre, stage play, banter, impersonate, impersonation, tone of voice, apa, native speaker, sign language, localize, word choice, sentence structure, passive voice, tldr, fact checking, white paper, journal entry, dictionary, acronym, morse code, domain name, brand name, literature, role playing, storytelling, meeting minutes, meeting notes, meeting summary, sop, standard operating procedure, email reply, email assistant, text message, text snippet, synopsis, correspondence, transcribe, reformat, stand up comedy, pun, video description, writing, cold email, congratulatory, greeting, capitalization, text adventure, proofread, humanizer`,
    2: `translated, preserving, synonyms, emotionally, meticulous, mistakes, misleading, write, texts, phrase, polish, descriptive, vivid, imaginative, imagination, poetic, theater, actor, fluent, fluency, linguistic, slang, roleplay, role play, witty, glossary, terminology, editor, summary, quote, narrative, publish, metaphor, script, docs, project name, bio, imagery, tagline, announcement, headings, speech, checklist, email, formatting, laughter, newsletter, original, concise, reader, murder, recipient, author, text based, wording, pronoun, italics, tv show`,
    1: `precise, engaging, compelling, clarity, coherent, eloquent, title, markdown, communicate, content, responses, express, expression, chinese, draft, outline, readable, interesting, captivating, coherence, persuasive, edited, convey, detective, bullet point, fictional, clue`,
    '5?': 'nickname, blessing, compliment, roast',
    '4?': 'comedy, toast, handwriting, sarcastic, newspaper, mythology, humorous, elegance, fantasy, suspense, mystery, romance, fable, folktale, rhythm, invitation, praise, column, classics, stories, rhyme, books, magazine, letter, humor, proverb, crossword, diary, plot, drama, letters, caption, joke',
    '2!': 'news',
    '1.2?':
      'sentence, word, piece, copy, story, abstract, verse, communication, composition, adventure, music, villain, monster, movie, argument, lengthy, enemy, offensive, memorable, relatable, violence, quest, character, meaning, english, game, player, conclusion',
    3: `dungeon, rpg, narrate, chapter, subheading, narrator, playlist, euphemism`,
    '2?': 'clever, funny, informal, sarcasm, twist, anecdote, immersive, tale',
  },
  rules: [
    {
      term: 'playwright',
      weight: 5,
      unless: ['@software'],
    },
  ],
  masks:
    'user stories, written in, script kiddie, shell script, bash script, python script, test script, build script, apps script, video editing, photo editing, image editing, code editor, text editor, photo editor, image editor, letter of credit, quote request, news feed, abstract class, abstract syntax tree, interface abstract, code interpreter',
}
