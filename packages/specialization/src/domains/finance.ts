import type { LexiconSource } from './lexicon.ts'

export const finance: LexiconSource = {
  slug: 'finance',
  label: 'Finance and accounting',
  scale: 0.8,
  terms: {
    5: `risk manager, accountant, accounting, cpa, bookkeeper, bookkeeping, fp&a, finance, cfo, trader, quantitative analyst, quant, actuary, actuarial, underwriter, stockbroker, economist, treasurer, budgeting, equity research, economics, claims adjuster, wealth manager, credit analyst, risk analyst, fund manager, retirement planner, debt counselor, sec filing, fraud detection, tax, financial, budget analyst`,
    4: `venture capitalist, debt, crypto, diversification, microeconomics, macroeconomic, depreciation, rebalancing, bankruptcy, commodity, inflation, dividend, mortgage, accrual, payroll, futures, pension, bitcoin, ledger, ebitda, greeks, backtest, position sizing, underwriting, lending, payment gateway, pci, chargeback, vc, buffett, munger, variance, cash flow, reconciliation, gaap, invoice, taxation, valuation, equity, derivatives, stock, investment, investor, invest, banking, cryptocurrency, defi, fintech, billing, quickbooks, earnings, hedging, liquidity, aml, kyc, hedge fund, banker, forex, venture capital, balance sheet, ifrs, loan, deduction, insurance, refund, cfa, wall street, etf, index fund, mutual fund, monetary policy, central bank, gdp, exchange rate, currency, foreign exchange, p&l, wage, credit score, credit card, net worth, compound interest, ipo, burn rate, securities, m&a, merger, due diligence, dcf, money laundering, fraud, sox, fiscal, term sheet, cap table, frugal, passive income, accounts payable, vat, irs, bank account, risk tolerance, macd, insurer`,
    2: `quantitative, economic, economy, funding, portfolio, expense, revenue, profit, roi, forecast, transaction, payment, treasury, arbitrage, broker, trading, volatility, budget, cash, income, capital, money, dollar, auditor`,
    1: `spend, cheap, quarterly, rates, risk, cost, audit, auditing, asset, yield`,
    '4?': 'bonds, retirement, wealth, credit, wallet',
    '2!': 'savings',
    '1.2?':
      'runway, bank, option, call, put, leverage, margin, position, future, short, bull, bear, ticker, market, price, interest',
    '1!': 'returns',
  },
  masks:
    'stock photo, stock image, in stock, out of stock, stock footage, rolling stock, laughing stock, equity and inclusion, health equity, invested in',
}
