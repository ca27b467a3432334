import type { LexiconSource } from './lexicon.ts'

export const finance: LexiconSource = {
  slug: 'finance',
  label: 'Finance and accounting',
  scale: 0.8,
  terms: {
    5: `risk manager, accountant, accounting, cpa, bookkeeper, bookkeeping, fp&a, finance, cfo, portfolio management, trader, quantitative analyst, quant, actuary, actuarial, underwriter, stockbroker, economist, treasurer, budgeting, equity research, economics, claims adjuster, wealth manager, credit analyst, risk analyst, fund manager, retirement planner, debt counselor, private equity, investment banking, mergers and acquisitions, sec filing, fraud detection, tax, financial, budget analyst`,
    4: `venture capitalist, debt, crypto, diversification, microeconomics, macroeconomic, depreciation, rebalancing, bankruptcy, commodity, inflation, dividend, mortgage, accrual, payroll, futures, pension, bitcoin, ledger, ebitda, greeks, rsi, macd, backtest, drawdown, position sizing, basel iii, underwriting, lending, payment gateway, pci, chargeback, onchain, staking, ico, vc, buffett, munger, working capital, capital allocation, auditor, month end close, variance, roi calculation, cash flow, reconciliation, gaap, sarbanes oxley, invoice, taxation, valuation, equity, derivatives, stock, investment, investor, invest, banking, cryptocurrency, defi, fintech, billing, quickbooks, earnings, hedging, liquidity, aml, kyc, hedge fund, banker, forex, venture capital, balance sheet, ifrs, xbrl, loan, deduction, insurance, refund, cfa, wall street, etf, index fund, mutual fund, interest rate, monetary policy, fiscal policy, central bank, gdp, exchange rate, currency, foreign exchange, income statement, profit and loss, p&l, wage, credit score, credit card, net worth, money management, compound interest, insurer, day trading, trading strategy, ipo, burn rate, securities, bond market, yield curve, fixed income, credit spread, m&a, merger, due diligence, buy side, sell side, lbo, dcf, discounted cash flow, earnings call, money laundering, ofac, fraud, sox, fiscal, term sheet, cap table, credit risk, frugal, passive income, accounts payable, vat, irs, bank account`,
    2: `quantitative, receivable, economic, economy, funding, asset, portfolio, expense, revenue, profit, roi, forecast, audit, transaction, payment, treasury, arbitrage, broker, trading, volatility, budget, cash, income, capital, money, dollar, yield`,
    1: `spend, cheap, quarterly, rates, risk, cost`,
    '4?': 'bonds, retirement, wealth, credit, wallet, auditing',
    '2!': 'savings',
    '1.2?':
      'runway, bank, option, call, put, leverage, margin, position, future, short, bull, bear, ticker, market, price, interest',
    '1!': 'returns',
  },
  masks:
    'stock photo, stock image, in stock, out of stock, stock footage, rolling stock, laughing stock, equity and inclusion, health equity, invested in',
}
