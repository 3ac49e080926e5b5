//! Tags that AWS does not take.

mod shop;
use shop::*;

#[workflow(tags("aws:team" = "shop", team = "a;b", owner = "a", owner = "b"))]
async fn refused(order: Order) -> Result<String, ShopError> {
    Ok(order.id)
}

#[workflow(tags(team))]
async fn valueless(order: Order) -> Result<String, ShopError> {
    Ok(order.id)
}

#[workflow(tags(
    a = "", b = "", c = "", d = "", e = "", f = "", g = "", h = "", i = "", j = "", k = "", l = "", m = "", n = "",
    o = "", p = "", q = "", r = "", s = "", t = "", u = "", v = "", w = "", x = "", y = "", z = "", aa = "", ab = "",
    ac = "", ad = "", ae = "", af = "", ag = "", ah = "", ai = "", aj = "", ak = "", al = "", am = "", an = "", ao = "",
    ap = "", aq = "", ar = "", at = "", au = "", av = "", aw = "", ax = "", ay = "", az = ""
))]
async fn many(order: Order) -> Result<String, ShopError> {
    Ok(order.id)
}

fn main() {}
