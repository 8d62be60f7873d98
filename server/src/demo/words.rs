//! Names of the demo world, in English and Chinese. Nothing here exists.

use contract::money::Currency;

/// A place where a member of the group does business.
#[derive(Debug)]
pub struct City {
    /// English.
    pub english: &'static str,
    /// Chinese.
    pub chinese: &'static str,
    /// Street and postal code of its office.
    pub street: &'static str,
    /// What is paid with there.
    pub currency: Currency,
}

const fn city(
    english: &'static str,
    chinese: &'static str,
    street: &'static str,
    currency: Currency,
) -> City {
    City { english, chinese, street, currency }
}

/// Every place; the first dozen shows every currency.
pub static CITIES: [City; 30] = [
    city("Singapore", "新加坡", "8 Marina View, 018960", Currency::SGD),
    city("Shanghai", "上海", "南京西路1266号 200040", Currency::CNY),
    city("Hamburg", "汉堡", "Am Sandtorkai 41, 20457", Currency::EUR),
    city("Tokyo", "东京", "2-11-3 Meguro, 153-0063", Currency::JPY),
    city("New York", "纽约", "245 Park Avenue, NY 10167", Currency::USD),
    city("Kuwait City", "科威特城", "Fahad Al Salem Street, 13001", Currency::KWD),
    city("Seoul", "首尔", "152 Teheran-ro, 06236", Currency::KRW),
    city("Shenzhen", "深圳", "深南大道9678号 518057", Currency::CNY),
    city("Los Angeles", "洛杉矶", "633 West Fifth Street, CA 90071", Currency::USD),
    city("Amsterdam", "阿姆斯特丹", "Prins Bernhardplein 200, 1097 JB", Currency::EUR),
    city("Osaka", "大阪", "1-13-22 Sonezakishinchi, 530-0002", Currency::JPY),
    city("Hangzhou", "杭州", "文三路478号 310013", Currency::CNY),
    city("Chicago", "芝加哥", "233 South Wacker Drive, IL 60606", Currency::USD),
    city("Beijing", "北京", "建国路93号 100022", Currency::CNY),
    city("Lisbon", "里斯本", "Avenida da Liberdade 110, 1269-046", Currency::EUR),
    city("Busan", "釜山", "35 Centum jungang-ro, 48058", Currency::KRW),
    city("Guangzhou", "广州", "珠江东路6号 510623", Currency::CNY),
    city("Seattle", "西雅图", "1201 Third Avenue, WA 98101", Currency::USD),
    city("Madrid", "马德里", "Paseo de la Castellana 95, 28046", Currency::EUR),
    city("Jurong", "裕廊", "21 Jurong Town Hall Road, 609433", Currency::SGD),
    city("Chengdu", "成都", "天府大道中段688号 610041", Currency::CNY),
    city("Toronto", "多伦多", "181 Bay Street, M5J 2T3", Currency::USD),
    city("Nagoya", "名古屋", "1-1-4 Meieki, 450-6001", Currency::JPY),
    city("Milan", "米兰", "Via Monte Rosa 91, 20149", Currency::EUR),
    city("Xiamen", "厦门", "环岛东路1699号 361008", Currency::CNY),
    city("Austin", "奥斯汀", "500 West Second Street, TX 78701", Currency::USD),
    city("Salmiya", "萨尔米亚", "Salem Al Mubarak Street, 22001", Currency::KWD),
    city("Suzhou", "苏州", "苏州大道西205号 215021", Currency::CNY),
    city("Dublin", "都柏林", "1 Grand Canal Square, D02 P820", Currency::EUR),
    city("Wuhan", "武汉", "中北路166号 430077", Currency::CNY),
];

/// What a member of the group does, in English and Chinese.
pub static BUSINESSES: [(&str, &str); 20] = [
    ("Stores", "门店"),
    ("Online", "电商"),
    ("Fashion", "服饰"),
    ("Fresh", "生鲜"),
    ("Pay", "支付"),
    ("Logistics", "物流"),
    ("Home", "家居"),
    ("Beauty", "美妆"),
    ("Travel", "旅行"),
    ("Sports", "运动"),
    ("Books", "图书"),
    ("Electronics", "数码"),
    ("Kids", "童品"),
    ("Outlet", "奥莱"),
    ("Pharmacy", "药房"),
    ("Garden", "园艺"),
    ("Media", "传媒"),
    ("Wholesale", "批发"),
    ("Cafe", "咖啡"),
    ("Data", "数据"),
];

/// What an application is for, in English and Chinese.
pub static APPLICATIONS: [(&str, &str); 16] = [
    ("Checkout", "结账"),
    ("Loyalty", "会员中心"),
    ("Order tracking", "订单跟踪"),
    ("Storefront", "商城"),
    ("Campaigns", "营销活动"),
    ("Sign-in", "登录"),
    ("Customer care", "客户服务"),
    ("Warehouse", "仓储"),
    ("Recommendations", "智能推荐"),
    ("Gift cards", "礼品卡"),
    ("Reviews", "商品评价"),
    ("Delivery windows", "配送预约"),
    ("Price watch", "价格监测"),
    ("Live shopping", "直播购物"),
    ("Reporting", "数据报表"),
    ("Staff app", "员工端"),
];

/// People who answer for taxes.
pub static CONTACTS: [&str; 10] = [
    "Tan Wei Ling",
    "李静",
    "Anna Petersen",
    "佐藤 健",
    "Maria Lopez",
    "Yousef Al-Sabah",
    "김민준",
    "王磊",
    "Grace Miller",
    "陈晓",
];
