import type { LexiconSource } from './lexicon.ts'

export const marketing: LexiconSource = {
  slug: 'marketing',
  label: 'Marketing and sales',
  scale: 1.45,
  terms: {
    5: `launch strategy, pricing strategy, community management, community building, corporate communications, aeo, sdr, churn prevention, marketer, marketing, growth hacker, growth hacking, seo, search engine optimization, sem, social media, brand strategist, brand strategy, advertiser, advertising, public relations, pr specialist, salesperson, account executive, account manager, ppc, community manager, brand manager, aso, youtuber, xiaohongshu, douyin, weibo, content strategist, content strategy, telemarketer, publicist, spokesperson, business development, salesman, shopkeeper`,
    4: `hashtag, slogan, tagline, etsy, ahrefs, serp, abm, dropshipping, battlecard, podcasting, salesforce, rebranding, livestream, mailchimp, pinterest, ecommerce, clickbait, kuaishou, hubspot, marketo, semrush, paid, audiences, popup, free trial, freemium, paywall, icp, value proposition, usp, organic, search volume, internal linking, sitemap, canonical, topic cluster, editorial calendar, content repurposing, content performance, content optimization, thought leadership, touchpoints, omnichannel, multi channel, cross channel, multi platform, social listening, social proof, social platform, thumbnail, memes, sponsorship, webinar, consumer psychology, purchase decision, testimonials, crisis communication, internal communications, product listing, taobao, tmall, shopee, lazada, competitor, competitive intelligence, b2b saas, deliverability, unsubscribe, bidding, google tag manager, utm, zhihu, monetization, audio content, retargeting, roas, cro, landing page, funnel, cold email, email sequence, cac, keyword research, backlink, meta description, search ranking, brand voice, branding, campaign, engagement rate, viral, instagram, tiktok, twitter, linkedin, facebook, influencer, content calendar, content creation, ugc, sales, selling, upsell, objection handling, e commerce, promotion, promotional, call to action, live commerce, short video, reddit, press release, affiliate, crm, shopify, app store, bilibili, merchandising, conversion rate, press conference, brand story, brand image, wechat, tweet, video script, vlog, streamer, loyalty program, referral program, word of mouth, buyer persona, target market, lead generation, subject line, click through rate, cold call, elevator pitch, storefront, retailer, search intent, search console, content brief, content plan, content creator, user generated content, user acquisition, media monitoring, cta, ad copy, sales pitch, growth strategy, podcast, conversion, copywriter`,
    2: `strategist, influencing, engaging content, shareable, shoppers, quota, differentiated, launches, audience, advertisement, persuasion, seller, buyer, prospect, outreach, thread, subscriber, newsletter, keyword, competitive analysis, positioning, messaging, traffic, impression, trending, retail, title generator, segmentation, youtube, target audience, amazon, market research, brand, search engine, customer, copywriting, product description, media, visibility, targeting, purchase, demographic, viewer, subscribe`,
    1: `reputation, influence, attention grabbing, consumer, emoji, promote, authentic, persuasive, creator, social, engagement, clicks, attract, video, boost, rank, website, blog`,
    '4?': 'coupon, headline, giveaway, contest, acquisition',
    '4!': 'ads',
    '1.2?':
      'hook, pitch, segment, niche, attribution, reel, shorts, captions, comment, post, platform, lead, deal, reach, channel, market, ad, trendy, buy, target',
    3: `product name, online presence, followers`,
    '2?': 'loyalty, catchy, irresistible, sold',
  },
  masks: 'customer data platform, sales tax, react hooks',
}
